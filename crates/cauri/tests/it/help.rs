//! The help, in both languages, and what is said to arguments that are not understood.

use insta::assert_snapshot;

use crate::support::Cauri;

const COMMANDS: [&str; 27] = [
    "init",
    "refresh",
    "ingest",
    "run",
    "build",
    "test",
    "seed",
    "retry",
    "source",
    "snapshot",
    "compile",
    "parse",
    "ls",
    "docs",
    "lineage",
    "show",
    "sql",
    "tables",
    "history",
    "diff",
    "rollback",
    "tag",
    "deps",
    "debug",
    "clean",
    "explain",
    "completion",
];

#[test]
#[expect(clippy::too_many_lines, reason = "the help is as long as it is")]
fn the_help_lists_every_command() {
    assert_snapshot!(Cauri::on("").say(&["--help"]), @"
    exit code: 0
    ----- stdout -----
    A lakehouse for economic indicators, in one program

    Usage: cauri [OPTIONS] <COMMAND>

    Commands:
      init           Write a new project that runs as it is
      refresh        Ingest every source, then build and test the models; what has not changed is left
                     alone
      ingest         Load the sources into Bronze
      run            Build the models
      build          Build seeds and models and test them, in the order of the graph
      test           Run the tests
      seed           Load the seeds (CSV files of the project)
      retry          Run again what the last run did not bring to a good end
      source         Look at the sources: how fresh they are
      snapshot       Write the snapshots: keep the history of rows that change
      run-operation  Run a macro of the project
      clone          Make the relations of another state of the project readable under the names of this
                     one
      compile        Write the SQL of models and tests into target/compiled
      parse          Read the project and write its manifest.json
      ls             List the nodes of the project [alias: list]
      docs           Write or serve the documentation of the project
      lineage        Tell where the columns of a table come from
      show           Show the first rows that a model, or a query with ref(), would give
      sql            Ask a query, or open a shell
      tables         List the tables of the lakehouse
      history        Show the snapshots of a table
      diff           Show which figures changed between two snapshots of a table
      rollback       Put a table back to an earlier snapshot; its history is kept
      tag            Name a snapshot of a table, so that it stays
      deps           Install the packages of packages.yml into dbt_packages
      debug          Check the project, its profile and its tables
      clean          Delete what commands write beside the lakehouse: the clean-targets of the project,
                     or target/
      explain        Explain an error code, such as C0214
      completion     Write the completion script of a shell

    Options:
      -V, --version  Print version
      -h, --help     Print help

    Project:
          --project <DIR>       Folder of the project [default: the current folder, or the one above
                                that has a dbt_project.yml] [alias: --project-dir]
          --profiles-dir <DIR>  Folder of profiles.yml [default: the project's, then ~/.dbt]
      -t, --target <NAME>       Target of the profile to use
          --vars <YAML>         Variables that override the project's, as YAML: '{annee: 2024}'
          --profile <NAME>      Profile to use, instead of the one that dbt_project.yml names
          --target-path <DIR>   Folder for artifacts and compiled SQL [default: target]
          --write-json          Write manifest.json and run_results.json; --no-write-json writes neither

    Messages:
          --lang <LANG>        Language of messages: en or fr [default: the locale's]
          --color <WHEN>       Colours: auto, always or never [default: auto]
          --log-format <FORM>  How the log is written: text, debug or json, dbt's; default is cauri's
                               own
          --log-level <LEVEL>  Least weight of what is logged: debug, info, warn, error or none
                               [default: info]
          --log-path <DIR>     Folder of dbt.log [default: logs]
      -q, --quiet              Say nothing but results and errors
      -d, --debug              Log everything, also to the console

    Execution:
      -x, --fail-fast   Start nothing new after the first failure
          --warn-error  Take warnings for errors

    ----- stderr -----
    ");
}

#[test]
fn the_help_is_french_by_locale_and_by_option() {
    let cauri = Cauri::on("");
    assert_snapshot!(cauri.say(&["history", "--help", "--lang", "fr"]), @"
    exit code: 0
    ----- stdout -----
    Montre les instantanés d'une table

    Utilisation : cauri history [OPTIONS] <TABLE>

    Arguments:
      <TABLE>  La table ; une partie du nom suffit si une seule table le porte

    Options:
      -o, --output <FORM>       Forme des lignes [par défaut : table sur un terminal, csv dans un tube]
                                [valeurs : table, json, csv, parquet, md]
          --output-file <FILE>  Fichier où écrire les lignes, au lieu de la sortie standard
      -h, --help                Affiche cette aide

    Projet:
          --project <DIR>       Dossier du projet [par défaut : le dossier courant, ou celui au-dessus
                                qui a un dbt_project.yml] [alias: --project-dir]
          --profiles-dir <DIR>  Dossier de profiles.yml [par défaut : celui du projet, puis ~/.dbt]
      -t, --target <NAME>       Cible du profil à utiliser
          --vars <YAML>         Variables qui remplacent celles du projet, en YAML : '{annee: 2024}'
          --profile <NAME>      Profil à utiliser, au lieu de celui que nomme dbt_project.yml
          --target-path <DIR>   Dossier des artefacts et du SQL compilé [par défaut : target]
          --write-json          Écrit manifest.json et run_results.json ; --no-write-json n'écrit ni
                                l'un ni l'autre

    Messages:
          --lang <LANG>        Langue des messages : en ou fr [par défaut : celle du système]
          --color <WHEN>       Couleurs : auto, always (toujours) ou never (jamais) [par défaut : auto]
          --log-format <FORM>  Forme du journal : text, debug ou json, celles de dbt ; default est celle
                               de cauri
          --log-level <LEVEL>  Poids minimal de ce qui est journalisé : debug, info, warn, error ou none
                               [par défaut : info]
          --log-path <DIR>     Dossier de dbt.log [par défaut : logs]
      -q, --quiet              N'affiche que les résultats et les erreurs
      -d, --debug              Journalise tout, aussi sur la console

    Exécution:
      -x, --fail-fast   Ne commence plus rien après le premier échec
          --warn-error  Prend les avertissements pour des erreurs

    ----- stderr -----
    ");
    let output = cauri.command(&["history", "--help"]).env("CAURI_LANG", "fr_SN.UTF-8").output().unwrap();
    assert!(String::from_utf8_lossy(&output.stdout).contains("Montre les instantanés"));
}

#[test]
fn every_command_has_its_help_in_both_languages() {
    let cauri = Cauri::on("");
    for command in COMMANDS {
        let english = cauri.succeed(&[command, "--help"]);
        let french = cauri.succeed(&[command, "--help", "--lang", "fr"]);
        assert!(english.contains("Usage: cauri"), "{english}");
        assert!(french.contains("Utilisation : cauri"), "{french}");
        assert!(!french.contains("default:") && !french.contains("possible values"), "{french}");
    }
}

#[test]
fn an_unknown_command_gets_the_nearest_and_ends_with_2() {
    let cauri = Cauri::on("");
    assert_snapshot!(cauri.say(&["refesh"]), @"
    exit code: 2
    ----- stdout -----

    ----- stderr -----
    error: unrecognized subcommand 'refesh'

      tip: a similar subcommand exists: 'refresh'

    Usage: cauri [OPTIONS] <COMMAND>

    For more information, try '--help'.
    ");
    assert_snapshot!(cauri.say(&["--lang", "fr", "refesh"]), @"
    exit code: 2
    ----- stdout -----

    ----- stderr -----
    erreur : commande « refesh » inconnue
    conseil : Vouliez-vous dire « refresh » ?

    Pour plus de détails, essayez « --help ».
    ");
    assert_snapshot!(cauri.say(&["--lang", "fr", "ls", "--selct", "x"]), @"
    exit code: 2
    ----- stdout -----

    ----- stderr -----
    erreur : option ou argument « --selct » inattendu
    conseil : Vouliez-vous dire « --select » ?

    Pour plus de détails, essayez « --help ».
    ");
}

#[test]
fn outside_of_a_project_the_advice_is_to_make_one() {
    assert_snapshot!(Cauri::on("").say(&["refresh"]), @r#"
    exit code: 2
    ----- stdout -----

    ----- stderr -----
    error[C0715]: there is no project in "[PROJECT]"
    hint: Go to its folder, name it with `--project DIR`, or begin one with `cauri init`.
    "#);
}

#[test]
fn a_code_is_explained() {
    let cauri = Cauri::on("");
    assert_snapshot!(cauri.say(&["explain", "C0603"]), @"
    exit code: 0
    ----- stdout -----
    C0603: too many rows were not accepted

    Rows that do not fit the declared columns go to the quarantine table of their source. When their share is above `max_quarantined_pct` (5 % by default), something more than a few cells is wrong: the wrong separator, encoding or file. Nothing is committed then.

    ----- stderr -----
    ");
    assert_snapshot!(cauri.say(&["explain", "c0601", "--lang", "fr"]), @"
    exit code: 0
    ----- stdout -----
    C0601: une autre exécution est en cours

    Les commandes qui modifient des tables prennent un verrou sur le projet, pour que deux d'entre elles ne fassent pas deux fois le même travail. Le message nomme le processus qui le tient. Le verrou tombe quand ce processus se termine, même s'il est tué.

    ----- stderr -----
    ");
    assert_snapshot!(cauri.say(&["explain", "C9999"]), @r#"
    exit code: 2
    ----- stdout -----

    ----- stderr -----
    error[C0701]: there is no error code "C9999"
    hint: `cauri explain` without a code lists them all.
    "#);
    let all = cauri.succeed(&["explain"]);
    for code in ["C0201", "C0301", "C0401", "C0501", "C0601", "C0701"] {
        assert!(all.contains(code), "{code} in {all}");
    }
}

#[test]
fn a_completion_script_knows_the_commands() {
    let cauri = Cauri::on("");
    let script = cauri.succeed(&["completion", "bash"]);
    assert!(COMMANDS.iter().all(|command| script.contains(command)));
    assert_eq!(cauri.run(&["completion", "cmd"]).status.code(), Some(2));
}

#[test]
fn colours_are_for_terminals_and_for_who_asks() {
    let cauri = Cauri::on("");
    assert!(!cauri.run(&["explain"]).stdout.contains(&0x1b));
    assert!(cauri.run(&["explain", "--color", "always"]).stdout.contains(&0x1b));
}

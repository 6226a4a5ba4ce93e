//! `cauri debug`: whether the project, its profile, git and the tables are as a run needs them.

use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use anyhow::Result;
use cauri_core::{Lang, SystemClock, say};
use cauri_pipeline::{DBT_VERSION, Lakehouse};
use cauri_project::Project;

use crate::cli::DebugArgs;
use crate::lakehouse::{self, Invocation};
use crate::log::Entry;
use crate::printer::Tone;
use crate::report::{self, Ended};
use crate::settings::Settings;
use crate::settings::flags::Level;

/// The checks, and how many of them failed.
struct Checks<'a> {
    settings: &'a Settings,
    faults: Vec<String>,
}

/// Runs the command. Its exit code is 1 when a check failed.
pub(super) async fn run(arguments: &DebugArgs, settings: &Settings) -> Result<Ended> {
    let mut checks = Checks { settings, faults: Vec::new() };
    let root = lakehouse::root(settings);
    let profiles = root.as_ref().ok().and_then(|root| lakehouse::profiles_dir(root, settings));
    if arguments.config_dir {
        let dir = profiles.map(|dir| dir.display().to_string()).unwrap_or_default();
        checks.out(&dir);
        return Ok(Ended::Well);
    }
    checks.versions();
    let shown = |dir: Option<&Path>, file: &str| dir.map(|dir| dir.join(file).display().to_string());
    if let Some(file) = shown(profiles.as_deref(), "profiles.yml") {
        checks.both(&format!("Using profiles.yml file at {file}"), &format!("Fichier profiles.yml : {file}"));
    } else {
        checks.both("Using no profiles.yml: the embedded default", "Sans profiles.yml : le profil intégré");
    }
    if let Some(file) = shown(root.as_deref().ok(), "dbt_project.yml") {
        checks.both(&format!("Using dbt_project.yml file at {file}"), &format!("Fichier dbt_project.yml : {file}"));
    }
    let project = lakehouse::project(settings, &Invocation::new("debug", settings));
    let project = checks.project(project);
    if !arguments.connection {
        checks.git();
    }
    if let Some(project) = project {
        checks.connection(project).await;
    }
    Ok(checks.end())
}

impl Checks<'_> {
    fn lang(&self) -> Lang {
        self.settings.printer.lang
    }

    /// One line, in dbt's log or on standard output.
    fn out(&self, text: &str) {
        if self.settings.log.speaks() {
            self.settings.log.fire(&Entry::new("DebugCmdOut", "Z047", Level::Info, text));
        } else {
            // A reader that went away has seen enough.
            drop(self.settings.printer.result_line(text));
        }
    }

    fn both(&self, en: &str, fr: &str) {
        self.out(match self.lang() {
            Lang::En => en,
            Lang::Fr => fr,
        });
    }

    fn versions(&self) {
        self.out(&format!("cauri version: {}", env!("CARGO_PKG_VERSION")));
        self.out(&format!("dbt version: {DBT_VERSION}"));
        self.out(&format!("os info: {} {}", std::env::consts::OS, std::env::consts::ARCH));
    }

    fn verdict(&mut self, what: &str, fault: Option<String>) {
        let word = match &fault {
            None => Tone::Good.paint(say!(self.lang(), "OK", "OK")),
            Some(_) => Tone::Bad.paint(say!(self.lang(), "ERROR", "ERREUR")),
        };
        self.out(&format!("  {what} [{word}]"));
        self.faults.extend(fault);
    }

    fn project(&mut self, project: Result<Project>) -> Option<Project> {
        self.both("Configuration:", "Configuration :");
        let what = say!(self.lang(), "profile and dbt_project.yml", "profil et dbt_project.yml");
        match project {
            Ok(project) => {
                self.verdict(&what, None);
                Some(project)
            }
            Err(error) => {
                self.verdict(&what, Some(report::text(&error, self.lang())));
                None
            }
        }
    }

    fn git(&mut self) {
        self.both("Required dependencies:", "Dépendances :");
        let found = Command::new("git").arg("--version").output();
        let fault = match found {
            Ok(output) if output.status.success() => None,
            _ => Some(say!(
                self.lang(),
                "git is not installed; `cauri deps` needs it for packages of type git",
                "git n'est pas installé ; `cauri deps` en a besoin pour les paquets de type git"
            )),
        };
        self.verdict("git", fault);
    }

    /// Opens the tables, and asks the engine for a row.
    async fn connection(&mut self, project: Project) {
        self.both("Connection:", "Connexion :");
        let profile = project.profile();
        self.out(&format!("  profile: {}", profile.name));
        self.out(&format!("  target: {}", profile.target));
        self.out(&format!("  type: {}", profile.adapter_type.as_str()));
        self.out(&format!("  schema: {}", profile.schema));
        if let Some(database) = &profile.database {
            self.out(&format!("  database: {database}"));
        }
        self.out(&format!("  threads: {}", profile.threads));
        let lakehouse = Lakehouse::open(project, Arc::new(SystemClock)).await;
        let fault = match lakehouse {
            Ok(lakehouse) => {
                self.out(&format!("  warehouse: {}", lakehouse.warehouse().location()));
                let asked = lakehouse.engine().query("select 1 as id").await;
                asked.err().map(|error| report::text(&error.into(), self.lang()))
            }
            Err(error) => Some(report::text(&error.into(), self.lang())),
        };
        let what = say!(self.lang(), "connection test", "essai de la connexion");
        self.verdict(&what, fault);
    }

    fn end(self) -> Ended {
        if self.faults.is_empty() {
            self.out(&Tone::Good.paint(say!(self.lang(), "All checks passed!", "Tout est en ordre.")));
            return Ended::Well;
        }
        let count = crate::words::count(
            self.faults.len() as u64,
            self.lang(),
            &say!(self.lang(), "check failed:", "point à corriger :"),
            &say!(self.lang(), "checks failed:", "points à corriger :"),
        );
        self.out(&Tone::Bad.paint(count));
        self.faults.iter().for_each(|fault| self.out(fault));
        Ended::WithFailures
    }
}

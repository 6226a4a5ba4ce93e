"""Asks a real DuckDB for the answer to each line of expressions.sql.

    python3 -m venv venv && venv/bin/pip install duckdb==2.0.1
    venv/bin/python expectations.py [FILE]     # writes FILE, by default expressions.tsv beside this one

files.tsv has the same of files.sql, whose lines say first which files there are, as JSON.

One line of expressions.tsv: the expression or query, the types of its columns (by `, `), the rows
(column texts by `|`, rows by `;`, the text is DuckDB's own CAST AS VARCHAR; NULL is `NULL`).
What DuckDB refuses has the type `-` and the answer `ERROR`. The time zone is UTC.
"""

import json
import os
import pathlib
import sys
import tempfile

import duckdb

here = pathlib.Path(__file__).parent
QUERIES = ("select", "with", "values", "from", "pivot", "unpivot")


def escape(text):
    if text is None:
        return "NULL"
    for plain, escaped in (("\\", "\\\\"), ("\t", "\\t"), ("\n", "\\n"), ("|", "\\p"), (";", "\\s")):
        text = text.replace(plain, escaped)
    return text


def ask(connection, line):
    if line.startswith("create "):
        # Statements that define names stand before their query.
        before, _, line = line.rpartition("; ")
        connection.execute(before)
    query = line if line.lower().split(" ")[0] in QUERIES else "select " + line
    relation = connection.sql(query)
    if relation is None:
        raise ValueError("no rows")
    types = ", ".join(str(kind).lower() for kind in relation.types)
    names = ", ".join(f"c{i}" for i in range(len(relation.columns)))
    texts = ", ".join(f"c{i}::varchar" for i in range(len(relation.columns)))
    # Materialized: a cast of a file's column to text would otherwise show the text of the file.
    rows = connection.sql(f"with asked({names}) as materialized ({query}) select {texts} from asked").fetchall()
    return types, ";".join("|".join(escape(value) for value in row) for row in rows)


def lines(name):
    asked = (line.rstrip("\n") for line in (here / name).open(encoding="utf-8"))
    return [line for line in asked if line.strip() and not line.startswith("--")]


def answer(line):
    connection = duckdb.connect(config={"threads": 1})
    try:
        # Without this, what no extension is there for would be fetched from the network.
        connection.sql("set autoinstall_known_extensions = false")
        if "zone" in line or "now()" in line or "to_timestamp" in line or ".csv" in line or ".json" in line:
            connection.sql("set timezone = 'UTC'")
        try:
            return ask(connection, line)
        except duckdb.BinderException as error:
            if "lambda arrow" not in str(error):
                raise
            # DuckDB 2 wants to be told that `x -> ...` is meant.
            connection.sql("set lambda_syntax = 'ENABLE_SINGLE_ARROW'")
            return ask(connection, line)
    except Exception as error:  # what DuckDB refuses is an answer too
        print(line, "->", str(error).splitlines()[0][:150])
        return "-", "ERROR"


def main():
    target = pathlib.Path(sys.argv[1]).absolute() if len(sys.argv) > 1 else here / "expressions.tsv"
    asked = lines("expressions.sql")
    with target.open("w", encoding="utf-8") as out:
        for line in asked:
            out.write("\t".join([line, *answer(line)]) + "\n")
    print(len(asked), "lines")
    asked = lines("files.sql")
    with target.with_name(target.name.replace("expressions", "files")).open("w", encoding="utf-8") as out:
        for line in asked:
            files, query = line.split("\t")
            with tempfile.TemporaryDirectory() as folder:
                os.chdir(folder)
                for name, text in json.loads(files).items():
                    pathlib.Path(name).parent.mkdir(parents=True, exist_ok=True)
                    pathlib.Path(name).write_text(text, encoding="utf-8", newline="")
                out.write("\t".join([line, *answer(query)]) + "\n")
                os.chdir(here)
    print(len(asked), "lines of files")


if __name__ == "__main__":
    main()

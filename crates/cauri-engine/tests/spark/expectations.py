"""Asks a real Spark for the answer to each line of expressions.sql.

    python3.11 -m venv venv && venv/bin/pip install "pyspark==3.5.5" setuptools   # needs Java 17
    venv/bin/python expectations.py [FILE]     # writes FILE, by default expressions.tsv beside this one,
                                               # and names.tsv in the same folder

One line of expressions.tsv: the expression or query, the types of its columns (comma), the rows
(column texts by `|`, rows by `;`, the text is Spark's own CAST AS STRING; NULL is `NULL`).
What Spark refuses has the type `-` and the answer `ERROR`.
One line of names.tsv: a query of names.sql, the names of its columns.
The session is Spark's default of 3.5: ANSI off, time zone UTC.
"""

import pathlib
import sys

from pyspark.sql import SparkSession
from pyspark.sql import functions as F

here = pathlib.Path(__file__).parent
spark = (
    SparkSession.builder.master("local[1]")
    .config("spark.driver.memory", "1g")
    .config("spark.ui.enabled", "false")
    .config("spark.sql.session.timeZone", "UTC")
    .config("spark.sql.shuffle.partitions", "1")
    .config("spark.sql.ansi.enabled", "false")
    .getOrCreate()
)
spark.sparkContext.setLogLevel("OFF")


def escape(text):
    if text is None:
        return "NULL"
    for plain, escaped in (("\\", "\\\\"), ("\t", "\\t"), ("\n", "\\n"), ("|", "\\p"), (";", "\\s")):
        text = text.replace(plain, escaped)
    return text


def ask(line):
    query = line if line.lower().startswith(("select", "with")) else "select " + line
    frame = spark.sql(query)
    types = ",".join(field.dataType.simpleString() for field in frame.schema.fields)
    names = [f"c{i}" for i in range(len(frame.columns))]
    shown = frame.toDF(*names)
    # BINARY has no text that means something everywhere: show it in base 16.
    columns = [
        (F.hex(name) if field.dataType.simpleString() == "binary" else F.col(name).cast("string"))
        for name, field in zip(names, frame.schema.fields)
    ]
    rows = shown.select(*columns).collect()
    return types, ";".join("|".join(escape(value) for value in row) for row in rows)


def lines_of(name):
    return [
        line.rstrip("\n")
        for line in (here / name).open(encoding="utf-8")
        if line.strip() and not line.startswith("--")
    ]


def write_names(target):
    with target.open("w", encoding="utf-8") as out:
        for line in lines_of("names.sql"):
            names = "|".join(escape(name) for name in spark.sql(line).columns)
            out.write(f"{line}\t{names}\n")


def main():
    asked = lines_of("expressions.sql")
    target = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else here / "expressions.tsv"
    with target.open("w", encoding="utf-8") as out:
        for line in asked:
            try:
                types, answer = ask(line)
            except Exception as error:  # what Spark refuses is an answer too
                print(line, "->", str(error).splitlines()[0][:150])
                types, answer = "-", "ERROR"
            out.write(f"{line}\t{types}\t{answer}\n")
    write_names(target.with_name("names.tsv"))
    print(len(asked), "lines")


if __name__ == "__main__":
    main()

"""Asks a real Spark with Iceberg to carry out the scripts of statements.sql.

    venv/bin/python statements.py FILE IVY     # writes FILE; IVY is where Spark keeps the jar of Iceberg's runtime,
                                               # which it takes from Maven's central repository

One line of statements.tsv: the number of the script, the statement, the types of its columns (comma), the rows
as in expressions.tsv. What gives no rows has the type `ok`, what Spark refuses has `-` and `ERROR`.
Exits with 3 where the jar cannot be had.
"""

import pathlib
import sys

from pyspark.sql import SparkSession
from pyspark.sql import functions as F

RUNTIME = "org.apache.iceberg:iceberg-spark-runtime-3.5_2.12:1.9.2"
ROWS = ("select", "with", "values", "show", "describe", "desc")

here = pathlib.Path(__file__).parent
target, ivy = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
catalog = "spark.sql.catalog.lake"
try:
    spark = (
        SparkSession.builder.master("local[1]")
        .config("spark.driver.memory", "2g")
        .config("spark.ui.enabled", "false")
        .config("spark.jars.packages", RUNTIME)
        .config("spark.jars.ivy", str(ivy))
        .config("spark.sql.extensions", "org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions")
        .config(catalog, "org.apache.iceberg.spark.SparkCatalog")
        .config(f"{catalog}.catalog-impl", "org.apache.iceberg.inmemory.InMemoryCatalog")
        .config(f"{catalog}.io-impl", "org.apache.iceberg.hadoop.HadoopFileIO")
        .config(f"{catalog}.warehouse", str(ivy / "warehouse"))
        .config("spark.sql.warehouse.dir", str(ivy / "spark-warehouse"))
        .config("spark.sql.defaultCatalog", "lake")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.sql.shuffle.partitions", "1")
        .config("spark.sql.ansi.enabled", "false")
        .getOrCreate()
    )
except Exception as error:  # without the jar there is no lake to ask
    print("no Iceberg runtime:", str(error).splitlines()[0][:200], file=sys.stderr)
    sys.exit(3)
spark.sparkContext.setLogLevel("OFF")


def escape(text):
    if text is None:
        return "NULL"
    for plain, escaped in (("\\", "\\\\"), ("\t", "\\t"), ("\n", "\\n"), ("|", "\\p"), (";", "\\s")):
        text = text.replace(plain, escaped)
    return text


def ask(statement):
    frame = spark.sql(statement)
    if not statement.lower().startswith(ROWS):
        return "ok", ""
    types = ",".join(field.dataType.simpleString() for field in frame.schema.fields)
    names = [f"c{i}" for i in range(len(frame.columns))]
    rows = frame.toDF(*names).select(*[F.col(name).cast("string") for name in names]).collect()
    return types, ";".join("|".join(escape(value) for value in row) for row in rows)


def empty_lake():
    spark.sql("create namespace if not exists lake.db")
    for kind in ("view", "table"):
        for row in spark.sql(f"show {kind}s in lake.db").collect():
            spark.sql(f"drop {kind} if exists lake.db.{row[1]}")


def main():
    lines = (here / "statements.sql").read_text(encoding="utf-8").splitlines()
    script, begun = 0, False
    with target.open("w", encoding="utf-8") as out:
        for line in lines:
            if line.startswith("--"):
                continue
            if line == "====":
                begun = False
                continue
            if not begun:
                empty_lake()
                script, begun = script + 1, True
            statement = line.removesuffix(";")
            try:
                types, answer = ask(statement)
            except Exception:  # what Spark refuses is an answer too
                types, answer = "-", "ERROR"
            out.write(f"{script}\t{statement}\t{types}\t{answer}\n")
    print(script, "scripts")


if __name__ == "__main__":
    main()

"""The rows of a relation as text that two engines can agree on, and its checksum.

NULL is an empty field and '' is `""`; booleans are true and false; numbers have at most six places
and no trailing zeros; a timestamp at midnight is its date; lists and structs are compact JSON; names of
columns are in lower case; rows are sorted as bytes.
"""

import datetime
import decimal
import hashlib
import json
import subprocess
import tempfile
from pathlib import Path

import duckdb

SIX_PLACES = decimal.Decimal("0.000001")


def number(value):
    if isinstance(value, float):
        if value != value:
            return "NaN"
        if value in (float("inf"), float("-inf")):
            return str(value)
        value = decimal.Decimal(repr(value))
    if value.as_tuple().exponent < -6:
        value = value.quantize(SIX_PLACES, rounding=decimal.ROUND_HALF_EVEN)
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def moment(value):
    if value.tzinfo is not None:
        value = value.astimezone(datetime.timezone.utc).replace(tzinfo=None)
    is_midnight = (value.hour, value.minute, value.second, value.microsecond) == (0, 0, 0, 0)
    return value.date().isoformat() if is_midnight else value.isoformat()


def plain(value):
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return value if value is None or isinstance(value, (bool, int, str)) else text_of(value)


def text_of(value):
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, (float, decimal.Decimal)):
        return number(value)
    if isinstance(value, datetime.datetime):
        return moment(value)
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    if isinstance(value, (list, tuple, dict)):
        return json.dumps(plain(value), separators=(",", ":"), ensure_ascii=False)
    return str(value)


def cell(value):
    text = text_of(value)
    if text is None:
        return ""
    return '"' + text.replace('"', '""') + '"' if text == "" or any(mark in text for mark in ',"\n\r') else text


def canonical(cursor):
    """Number of rows, text of the whole relation, its sha256."""
    names = [column[0].lower() for column in cursor.description]
    rows = sorted(",".join(cell(value) for value in row).encode() for row in cursor.fetchall())
    body = (",".join(names) + "\n").encode() + b"".join(row + b"\n" for row in rows)
    return len(rows), body, hashlib.sha256(body).hexdigest()


def of_duckdb(database, relation):
    """A relation of a DuckDB file, given as schema.name."""
    schema, name = relation
    with duckdb.connect(str(database), read_only=True) as connection:
        return canonical(connection.execute(f'select * from "{schema}"."{name}"'))


def of_cauri(cauri, project, relation, profiles=None, quote='"'):
    """A relation of a project's lakehouse, given as schema.name: asked in SQL, so that views count too."""
    schema, name = relation
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "rows.parquet"
        query = f"select * from {quote}{schema}{quote}.{quote}{name}{quote}"
        command = [cauri, "sql", "--project-dir", str(project), "--output", "parquet", "--output-file", str(file)]
        command += ["--profiles-dir", str(profiles)] if profiles else []
        done = subprocess.run([*command, query], capture_output=True, text=True)
        if done.returncode != 0:
            raise RuntimeError(done.stderr.strip() or done.stdout.strip())
        return canonical(duckdb.connect().execute(f"select * from read_parquet('{file}')"))

"""Counts the printed figures of the publications in plain Python and compares with Bronze.

usage: count_cells.py CAURI PROJECT FOLDER

For EDEN a figure is a cell under a period that is not `-`; the sums of all figures of a file are
compared too, so that a figure cannot arrive in the wrong shape. Exits 1 on any difference.
"""

import csv
import re
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

EDEN = {
    "eden_imeco": (["IMECO_exportIndicateurs.xls"], "utf-8"),
    "eden_ipc_annuel": (["IPC_ANNUEL.xls"], "utf-8"),
    "eden_ipc_mensuel": (["IPC_MENSUEL.xls"], "utf-8"),
    "eden_inflation_annuelle": (["INFLATION_MOYENNE_ANNUELLE.xls"], "utf-8"),
    "eden_inflation_glissement": (["INFLATION_GLISSEMENT_ANNUEL.xls"], "utf-8"),
    "eden_prix_mensuels": (["prix mensuels uemoa.xls", "prix mensuels uemoa.csv"], "latin-1"),
    "eden_comptes_nationaux_bfa": (["exportIndicateurs compta nat bfa.csv"], "latin-1"),
}
BULLETINS = {
    "bulletin_croissance": ("extrait_croissance_pib_reel.csv", "glissement_annuel_pct"),
    "bulletin_pib_nominal": ("extrait_pib_nominal_annuel.csv", "valeur_mds_fcfa"),
    "bulletin_monnaie": ("extrait_situation_monetaire_trimestrielle.csv", "valeur"),
    "bulletin_tofe": ("extrait_tofe_trimestriel_cumule.csv", "valeur_mds_fcfa"),
}
PERIOD = re.compile(r"^[A-Z]{0,3}\d{4}$")


def eden_figures(path, encoding):
    """The figures of an EDEN export, area by area."""
    periods = []
    for line in path.read_text(encoding=encoding).splitlines():
        cells = line.split(";")
        if cells[0] == "CODE":
            periods = [at for at, header in enumerate(cells) if PERIOD.match(header)]
        elif len(cells) > 3:
            yield from (Decimal(cells[at].replace(",", ".")) for at in periods if cells[at] not in ("-", ""))


def bronze(cauri, project, table, column):
    """(number of figures, their sum) in a Bronze table."""
    query = f"select count({column}) as figures, coalesce(sum({column}), 0) as total from bronze.{table}"
    command = [cauri, "sql", "--project", project, "--output", "csv", query]
    rows = list(csv.reader(subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout.splitlines()))
    return int(rows[1][0]), Decimal(rows[1][1])


def main():
    cauri, project, folder = sys.argv[1], sys.argv[2], Path(sys.argv[3])
    wanted = {}
    for table, (names, encoding) in EDEN.items():
        figures = [figure for name in names for figure in eden_figures(folder / "bceao_eden" / name, encoding)]
        wanted[table] = ("valeur", len(figures), sum(figures))
    for table, (name, column) in BULLETINS.items():
        with open(folder / "bceao_bulletins" / name, encoding="utf-8-sig") as file:
            figures = [Decimal(row[column]) for row in csv.DictReader(file) if row[column]]
        wanted[table] = (column, len(figures), sum(figures))
    failures = 0
    for table, (column, number, total) in wanted.items():
        found = bronze(cauri, project, table, column)
        agree = found == (number, total)
        failures += not agree
        print(f"{'ok  ' if agree else 'DIFF'} bronze.{table}: {number} figures, sum {total}; found {found[0]}, {found[1]}")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()

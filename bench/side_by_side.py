"""What the benchmarks share: a measured child process and a table of ratios."""

import os
import statistics
import subprocess
import tempfile
import time


def measured(command, **options):
    """Runs a command; returns (wall seconds, peak resident megabytes, output). Fails loudly."""
    start = time.perf_counter()
    with tempfile.TemporaryFile() as talk:
        child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=talk, **options)
        output = child.stdout.read()
        _, status, usage = os.wait4(child.pid, 0)
        talk.seek(0)
        errors = talk.read()
    child.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - start
    if child.returncode != 0:
        raise SystemExit(f"{command[:4]} … failed with {child.returncode}:\n{errors.decode()[-3000:]}")
    return wall, usage.ru_maxrss / 1024, output.decode()


def in_turn(runs, **contenders):
    """Runs each contender once a round, `runs` rounds after a warm-up; returns {name: [measurements]}."""
    results = {name: [] for name in contenders}
    for round_number in range(runs + 1):
        for name, run in contenders.items():
            result = run()
            if round_number:
                results[name].append(result)
    return results


def median(values):
    return statistics.median(values)


def print_table(header, rows):
    widths = [max(len(str(cell)) for cell in column) for column in zip(header, *rows)]
    for row in [header, *rows]:
        print("  ".join(str(cell).ljust(width) for cell, width in zip(row, widths)))

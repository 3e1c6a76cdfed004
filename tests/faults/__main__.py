"""`python -m tests.faults [--runs 10] [--only WORD]`: a line for each fault, with how often the site survived it."""

import argparse
import sys

from tests.faults import runs


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description="Break things under load, and look.")
    parser.add_argument("--runs", type=int, default=10)
    parser.add_argument("--only", default="", metavar="WORD", help="faults with this in their name")
    given = parser.parse_args()
    wrong = 0
    print(runs.HEAD)
    for row in runs.rows(given.runs, given.only):
        print(row, flush=True)
        wrong += row.wrong
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

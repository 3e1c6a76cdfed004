"""`python -m bench [speed|dearest|dependence|impact|serving|stored|hidden] [--tiny]`."""

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bench import dearest, dependence, growth, hidden, impact, serving, speed

WHAT = ("speed", "dearest", "dependence", "impact", "serving", "stored", "hidden")


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Print figures about the engine and the site.")
    parser.add_argument("what", nargs="?", choices=WHAT, default="speed", help="default: speed")
    parser.add_argument("--tiny", action="store_true", help="so small that it only shows that everything runs")
    stored = parser.add_argument_group("stored and impact")
    stored.add_argument("--people", type=int, nargs="+", metavar="N", help="how many are stored, in rising order")
    stored.add_argument("--answers", type=float, default=1.0, metavar="SHARE", help="of the answers, to spare the disk")
    stored.add_argument("--on", choices=growth.DATABASES, help="stored: default is both, where PostgreSQL is installed")
    for line in _lines(parser.parse_args(arguments)):
        print(line, flush=True)


def _lines(given: argparse.Namespace) -> Iterator[str]:
    match given.what:
        case "speed":
            return speed.table(speed.rows(speed.TINY if given.tiny else speed.USUAL))
        case "dearest":
            return dearest.lines(dearest.TINY if given.tiny else dearest.USUAL)
        case "impact":
            sizes = impact.TINY if given.tiny else impact.USUAL
            return impact.lines(replace(sizes, people=given.people[-1]) if given.people else sizes)
        case "serving":
            return serving.lines(serving.TINY if given.tiny else serving.USUAL)
        case "hidden":
            return hidden.lines(hidden.TINY if given.tiny else hidden.USUAL)
        case "stored":
            return _stored(given)
        case _:
            return dependence.table(dependence.TINY_DRAWS if given.tiny else dependence.USUAL_DRAWS)


def _stored(given: argparse.Namespace) -> Iterator[str]:
    sizes = growth.TINY if given.tiny else growth.USUAL
    sizes = replace(sizes, people=given.people or sizes.people, answers=given.answers)
    return growth.lines(sizes, [given.on] if given.on else growth.DATABASES)


if __name__ == "__main__":
    main(sys.argv[1:])

"""`python -m bench [speed|dependence|impact|serving] [--tiny]`."""

import argparse
import sys
from collections.abc import Sequence

from bench import dependence, impact, serving, speed


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Print figures about the engine and the site.")
    parser.add_argument(
        "what", nargs="?", choices=("speed", "dependence", "impact", "serving"), default="speed", help="default: speed"
    )
    parser.add_argument("--tiny", action="store_true", help="so small that it only shows that everything runs")
    given = parser.parse_args(arguments)
    if given.what == "speed":
        lines = speed.table(speed.rows(speed.TINY if given.tiny else speed.USUAL))
    elif given.what == "impact":
        lines = impact.lines(impact.TINY if given.tiny else impact.USUAL)
    elif given.what == "serving":
        lines = serving.lines(serving.TINY if given.tiny else serving.USUAL)
    else:
        lines = dependence.table(dependence.TINY_DRAWS if given.tiny else dependence.USUAL_DRAWS)
    for line in lines:
        print(line, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])

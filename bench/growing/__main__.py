"""The process that fills one database and measures: `bench.growth` starts it with DATABASE_URL set."""

import json
import sys

import django

from bench.growth import Sizes


def main(sizes: str) -> None:
    django.setup()
    from bench.growing.table import lines  # noqa: PLC0415 - models can be imported only now

    for line in lines(Sizes(**json.loads(sizes))):
        print(line, flush=True)


if __name__ == "__main__":
    main(sys.argv[1])

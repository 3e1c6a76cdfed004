"""Runs lines such as `NAME=value python manage.py check --deploy` from standard input in this process, one by one."""

import os
import re
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    for line in sys.stdin:
        settings, _, command = line.partition(" manage.py ")
        os.environ.update(re.findall(r"(\w+)=(\S*)", settings))
        execute_from_command_line(["manage.py", *command.split()])


if __name__ == "__main__":
    main()

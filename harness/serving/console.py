"""Python with a site's settings, kept open because starting it takes longer than most of what it runs."""

import json
import subprocess
import sys
import traceback
from collections.abc import Mapping
from contextlib import redirect_stdout
from io import StringIO

from harness.serving.ready import ROOT


class Console:
    """Runs one piece of code after another."""

    def __init__(self, env: Mapping[str, str]) -> None:
        command = [sys.executable, "-m", "harness.serving.console"]
        self._process = subprocess.Popen(  # noqa: S603 - our own
            command, env=dict(env), cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )

    def run(self, code: str) -> str:
        """What the code prints. Raises `RuntimeError` with the traceback if it fails."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(f"{json.dumps(code)}\n")
        self._process.stdin.flush()
        printed, failed = json.loads(self._process.stdout.readline())
        if failed:
            raise RuntimeError(failed)
        return str(printed)

    def close(self) -> None:
        self._process.communicate()


def main() -> None:
    import django

    django.setup()
    from django.db import connections

    for line in sys.stdin:
        printed, failed = StringIO(), ""
        try:
            with redirect_stdout(printed):
                exec(json.loads(line), {})  # noqa: S102 - code from the tests
        except Exception:
            failed = traceback.format_exc()
        connections.close_all()  # the database may be gone before the next piece
        sys.stdout.write(f"{json.dumps([printed.getvalue(), failed])}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()

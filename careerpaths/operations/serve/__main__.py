"""Sets up what is missing and serves the site along with a worker. Both end together.

With `--dev`, Django's development server serves it instead, with reloading and debug pages.
"""

import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from socket import socket
from typing import Any, NoReturn

from careerpaths import env
from careerpaths.operations.serve import address, alone

MANAGE = str(alone.PROJECT / "manage.py")
WORKER = [sys.executable, MANAGE, "worker", "--worker-id", "beside", "--verbosity", "0"]
WORKER_MAY_TAKE = 5  # seconds to finish its work when the site stops
SERVER = ["--config", str(alone.PROJECT / "scripts" / "gunicorn.py"), "careerpaths.wsgi"]


def main(*, to_develop: bool) -> None:
    for ending in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(ending) is not signal.SIG_IGN:  # as under nohup
            signal.signal(ending, _end)
    try:
        env.load("ENV_FILE", alone.PROJECT / ".env")
        held = alone.hold(env.folder("VAR_DIR", Path(env.text("VAR_DIR", str(alone.PROJECT / "var")))))
        listening = address.listen()
        held.write(address.url(listening))
        held.flush()
        _prepare(to_develop=to_develop)
    except (env.UnusableSetting, alone.AlreadyRunning) as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        _end()
    if to_develop:
        _develop(listening)
    _serve(listening)


def _end(*_: object) -> NoReturn:
    sys.exit(0)


def _prepare(*, to_develop: bool) -> None:
    """Set up everything in this process, so that the web processes start with everything already loaded."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "careerpaths.settings")
    os.environ.update({"DEBUG": "on"} if to_develop else {"HASHED_STATIC": "on"})
    if not to_develop:
        os.environ.setdefault("TASKS", "database")
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    address.allow_this_host()

    import django  # noqa: PLC0415 - it reads the settings, which are only complete now
    from django.core.management import CommandError  # noqa: PLC0415 - as above
    from django.db import DatabaseError, connections  # noqa: PLC0415 - as above

    django.setup()
    from careerpaths.operations.serve.preparing import NotPossible, prepare  # noqa: PLC0415 - as above

    try:
        prepare(to_develop=to_develop)
    except (CommandError, NotPossible) as error:
        sys.exit(str(error))
    except DatabaseError as error:
        sys.exit(env.unusable_database(error))
    connections.close_all()  # processes must not share one


def _develop(listening: socket) -> NoReturn:
    host, port = listening.getsockname()[:2]
    listening.close()
    os.execv(sys.executable, [sys.executable, MANAGE, "runserver", f"{address.bracketed(host)}:{port}"])  # noqa: S606 - our own command


def _serve(listening: socket) -> NoReturn:
    """Run gunicorn in this process, which already has what it needs in memory."""
    from gunicorn.app.wsgiapp import WSGIApplication  # noqa: PLC0415 - slow, and not needed to refuse a start

    from careerpaths.operations.background import works_in_background  # noqa: PLC0415 - reads the settings

    beside: list[subprocess.Popen[bytes]] = []
    told = address.address_told(listening)
    ignored = signal.getsignal(signal.SIGHUP) is signal.SIG_IGN

    def begin(server: Any) -> None:
        # gunicorn would read its configuration again, and carry on without a terminal.
        signal.signal(signal.SIGHUP, signal.SIG_IGN if ignored else lambda *_: os.kill(os.getpid(), signal.SIGTERM))
        if works_in_background():
            beside.append(_worker())
        sys.stdout.write(f"{told}\n")
        sys.stdout.flush()

    class Site(WSGIApplication):  # type: ignore[misc]  # gunicorn ships no types
        def load_config(self) -> None:
            super().load_config()
            self.cfg.set("bind", f"fd://{listening.detach()}")
            self.cfg.set("when_ready", begin)
            self.cfg.set("on_exit", lambda server: _end_worker(beside))

    sys.argv[1:] = SERVER
    Site().run()
    sys.exit(0)


def _worker() -> "subprocess.Popen[bytes]":
    """Ctrl+C goes to every process in a terminal, but we end this one ourselves, even while it is still starting."""
    ours = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        return subprocess.Popen(WORKER)  # noqa: S603 - our own command
    finally:
        signal.signal(signal.SIGINT, ours)


def _end_worker(beside: list["subprocess.Popen[bytes]"]) -> None:
    """Ask it to end, then force it. Interrupted work is marked as failed and can be started again."""
    for worker in beside:
        for seconds in (WORKER_MAY_TAKE, WORKER_MAY_TAKE):
            worker.terminate()
            with suppress(subprocess.TimeoutExpired):
                worker.wait(seconds)
                break
        worker.kill()


if __name__ == "__main__":
    main(to_develop=sys.argv[1:] == ["--dev"])

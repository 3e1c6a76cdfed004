"""The site as it is deployed: web processes, a worker and nginx, on loopback, in a temporary folder."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from harness.services import Server, folder, free_port, program
from harness.serving import ready
from harness.serving.console import Console
from harness.serving.ready import ROOT

NAME = "careers.example.org"
CONF = ROOT / "deploy" / "nginx"


@dataclass
class Process(Server):
    """A process of the site, with the site's settings."""

    env: dict[str, str] = field(default_factory=dict)
    root: Path = ROOT  # of its code

    def end(self) -> None:
        """Let it finish its work, as systemd does."""
        self._end(signal.SIGTERM)

    def environment(self) -> dict[str, str] | None:
        return self.env


@dataclass
class Web(Process):
    """One gunicorn, started as by careerpaths-web@.service."""

    application: str = "careerpaths.wsgi"

    @property
    def socket(self) -> Path:
        return self.folder / f"web-{self.port}.sock"

    @property
    def url(self) -> str:
        return f"http://{self.machine.address}:{self.port}"

    def command(self) -> Sequence[str]:
        addresses = dict.fromkeys(("127.0.0.1", self.machine.address))
        binds = [*(f"{address}:{self.port}" for address in addresses), f"unix:{self.socket}"]
        places = [part for bind in binds for part in ("--bind", bind)]
        config = ["--chdir", str(self.root), "--config", str(self.root / "scripts" / "gunicorn.py")]
        return [sys.executable, "-m", "gunicorn", *config, *places, self.application]


@dataclass
class Nginx(Server):
    """nginx with our own configuration; only the paths, ports and certificate belong to this machine."""

    webs: Sequence[Web] = ()
    static: Path = Path()
    plain_port: int = 0
    instead: Mapping[str, str] = field(default_factory=dict)  # what the test replaces: old -> new
    listen: str = "127.0.0.1"
    upstream: Path = CONF / "careerpaths-upstream.conf"

    def write(self) -> None:
        make_certificate(self.folder, NAME, f"DNS:{NAME}")
        (self.folder / "nginx.conf").write_text(
            f"daemon off; pid {self.folder}/pid; error_log {self.folder}/error.log info;\n"
            + ("user root;\n" if os.geteuid() == 0 else "")
            + f"events {{}}\nhttp {{ include /etc/nginx/mime.types; access_log {self.folder}/access.log;\n"
            + f"include {self.folder}/careerpaths*.conf; }}\n"
        )
        (self.folder / "careerpaths.conf").write_text(self._own_places((CONF / "careerpaths.conf").read_text()))
        (self.folder / "careerpaths-upstream.conf").write_text(self._own_sockets(self.upstream.read_text()))

    def command(self) -> Sequence[str]:
        return [program("nginx"), "-p", str(self.folder), "-c", str(self.folder / "nginx.conf")]

    def reload(self) -> None:
        """Restart, so that it forgets what it found out about the web processes."""
        assert self.process is not None
        self.process.send_signal(signal.SIGHUP)

    def log(self) -> str:
        return (self.folder / "careerpaths.log").read_text()

    def _own_places(self, text: str) -> str:
        for here, there in {
            "listen 80": f"listen {self.listen}:{self.plain_port}",
            "listen 443": f"listen {self.listen}:{self.port}",
            f"/etc/ssl/certs/{NAME}.pem": f"{self.folder}/site.pem",
            f"/etc/ssl/private/{NAME}.key": f"{self.folder}/site.key",
            "/var/log/nginx/": f"{self.folder}/",
            "/var/lib/careerpaths/static/": f"{self.static}/",
            **self.instead,
        }.items():
            assert here in text, here
            text = text.replace(here, there)
        return text

    def _own_sockets(self, text: str) -> str:
        for number, web in enumerate(self.webs, start=1):
            text = text.replace(f"/run/careerpaths/web-{number}.sock", str(web.socket))
        assert "/run/" not in text
        return text


def make_certificate(folder: Path, name: str, also: str) -> None:
    """`site.pem` and its key, self-signed."""
    make = f"req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN={name} -addext subjectAltName={also}"
    files = ["-keyout", "site.key", "-out", "site.pem"]
    subprocess.run(  # noqa: S603 - the command is our own
        [program("openssl"), *make.split(), *files], cwd=folder, check=True, capture_output=True
    )


@dataclass
class Worker(Process):
    """A worker, started as by careerpaths-worker@.service."""

    name: str = "here-1"  # no other worker has it

    def command(self) -> Sequence[str]:
        manage = str(self.root / "manage.py")
        return [sys.executable, manage, "worker", "--worker-id", self.name, "--no-startup-delay"]

    def is_ready(self) -> bool:
        return self.process is not None and self.process.poll() is None


@dataclass
class Site:
    """A site that is set up: database migrated, rules and demo cases loaded, files collected."""

    folder: Path
    env: dict[str, str]
    stack: ExitStack

    def manage(self, *command: str) -> str:
        run = [sys.executable, str(ROOT / "manage.py"), *command]
        done = subprocess.run(run, env=self.env, check=True, capture_output=True, text=True)  # noqa: S603 - our own
        return done.stdout

    def ask(self, code: str) -> str:
        """What this Python code prints with the site's settings."""
        return self._console.run(code)

    @cached_property
    def _console(self) -> Console:
        console = Console(self.env)
        self.stack.callback(console.close)
        return console

    def web(self, application: str = "careerpaths.wsgi", **env: str) -> Web:
        """Start one more web process."""
        return self.started(Web(self.place(), env={**self.env, **env}, application=application))

    def worker(self, name: str = "here-1") -> Worker:
        return self.started(Worker(self.place(), env=self.env, name=name))

    def nginx(self, *webs: Web, instead: Mapping[str, str] | None = None) -> Nginx:
        static = self.folder / "static"
        server = Nginx(self.place(), webs=webs, static=static, plain_port=free_port(), instead=instead or {})
        server.write()
        return self.started(server)

    def place(self) -> Path:
        return self.stack.enter_context(folder())

    def started[S: Server](self, server: S) -> S:
        self.stack.callback(server.stop)
        server.start()
        return server


@contextmanager
def site(**settings: str) -> Iterator[Site]:
    """A site on SQLite, or on the empty database and the cache in the settings."""
    with ExitStack() as stack:
        place = stack.enter_context(folder())
        usual = {"ALLOWED_HOSTS": f"{NAME},127.0.0.1", "PROXIES": "1", "LOG_FORMAT": "json", "LOG_LEVEL": "INFO"}
        made = Site(place, ready.environment(place, HASHED_STATIC="on", **{**usual, **settings}), stack)
        ready.fill(made.env)
        (place / "static").symlink_to(ready.var() / "static")
        yield made

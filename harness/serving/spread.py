"""The site on several machines, set up from deploy/hosts/: nginx on one, web processes on two, the data on one."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from harness.services import UNPRIVILEGED, Postgres, Redis, folder
from harness.serving.hosts import Host, network
from harness.serving.ready import ROOT
from harness.serving.site import Nginx, Site, Web, Worker, make_certificate, site

HOSTS = ROOT / "deploy" / "hosts"
WEB_PORT = 8001  # of careerpaths-web@1.service
ADDRESSES = {"proxy": "10.77.0.10", "web1": "10.77.0.11", "web2": "10.77.0.12", "data": "10.77.0.20"}
PASSWORD = "change-me-to-a-long-password"
SOON = "connect_timeout=3&tcp_user_timeout=1500&keepalives_idle=1"  # until an unreachable database is noticed
URL = "https://127.0.0.1:443"  # of the site, on the proxy's machine


@dataclass
class ConfiguredRedis(Redis):
    """Redis with our lines after its own."""

    def command(self) -> Sequence[str]:
        return [*super().command(), "--include", str(self.folder / "careerpaths.conf")]


@dataclass(frozen=True)
class Spread:
    site: Site
    hosts: dict[str, Host]
    webs: Sequence[Web]
    nginx: Nginx


@contextmanager
def spread() -> Iterator[Spread]:
    """The whole site, ready. Raises `NotPossible` and `NotInstalled`."""
    with ExitStack() as stack:
        hosts = stack.enter_context(network(**ADDRESSES))
        certificate = _start_data(stack, hosts["data"])
        with hosts["web1"].inside():
            made = stack.enter_context(site(HTTPS="on", TASKS="database", **_addresses_of_data(certificate)))
        envs = {name: _own_folder(made) for name in ("web1", "web2")}
        webs = [made.started(Web(made.place(), port=WEB_PORT, machine=hosts[name], env=envs[name])) for name in envs]
        made.started(Worker(made.place(), machine=hosts["web2"], env=envs["web2"]))
        hosts["proxy"].configure((HOSTS / "sysctl.conf").read_text().replace(" = 3", " = 1"))  # seconds and times
        yield Spread(made, hosts, webs, _start_nginx(made, hosts["proxy"]))


def _start_data(stack: ExitStack, host: Host) -> Path:
    """PostgreSQL and Redis, and their certificate, which the web machines must know."""
    postgres = Postgres(stack.enter_context(folder()), port=5432, machine=host, durable=False)  # it is never killed
    redis = ConfiguredRedis(stack.enter_context(folder()), port=6379, machine=host)
    postgres.make()
    make_certificate(redis.folder, host.address, f"IP:{host.address}")
    for name in ("site.pem", "site.key"):
        shutil.copy(redis.folder / name, postgres.folder)
        shutil.chown(postgres.folder / name, UNPRIVILEGED)
    postgres.configure(_own_files("postgresql.conf", "/etc/postgresql/careerpaths", postgres.folder))
    postgres.configure((HOSTS / "pg_hba.conf").read_text(), "pg_hba.conf")
    (redis.folder / "careerpaths.conf").write_text(_own_files("redis.conf", "/etc/redis/careerpaths", redis.folder))
    for server in (postgres, redis):
        stack.callback(server.stop)
        server.start()
    postgres.ask(f"CREATE ROLE careerpaths LOGIN PASSWORD '{PASSWORD}'")
    postgres.ask("CREATE DATABASE careerpaths OWNER careerpaths")
    return redis.folder / "site.pem"


def _own_files(name: str, here: str, place: Path) -> str:
    """One of our files, with this run's certificate."""
    text = (HOSTS / name).read_text()
    assert here in text
    return text.replace(here, str(place / "site"))


def _addresses_of_data(certificate: Path) -> dict[str, str]:
    """The settings that say where the database and the cache are."""
    text = (HOSTS / "careerpaths.env").read_text().replace("/etc/ssl/certs/careerpaths-data.pem", str(certificate))
    settings = dict(line.split("=", 1) for line in text.splitlines() if not line.startswith("#"))
    return {**settings, "DATABASE_URL": f"{settings['DATABASE_URL']}&{SOON}"}


def _own_folder(made: Site) -> dict[str, str]:
    """A machine's settings: its processes write to its own folder."""
    place = made.place()
    (place / "static").symlink_to((made.folder / "static").resolve())  # collectstatic makes the same files on each
    return {**made.env, "VAR_DIR": str(place)}


def _start_nginx(made: Site, host: Host) -> Nginx:
    nginx = Nginx(
        made.place(),
        port=443,
        plain_port=80,
        listen="*",
        machine=host,
        static=made.folder / "static",
        upstream=HOSTS / "careerpaths-upstream.conf",
    )
    nginx.write()
    return made.started(nginx)

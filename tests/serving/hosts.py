"""Several machines on one network, made of network namespaces: only root may make them, and nothing else sees them."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.services import Machine

NAMESPACES = Path("/run/netns")  # where `ip netns` keeps them


class NotPossible(RuntimeError):
    """No machine can be made here."""


@dataclass(frozen=True)
class Host(Machine):
    """A machine of its own on the network: a namespace with one cable to the switch."""

    namespace: str
    switch: str
    cable: str  # its end at the switch
    address: str

    @contextmanager
    def inside(self) -> Iterator[None]:
        """Namespaces belong to threads, and what a thread starts inherits its own."""
        with Path("/proc/thread-self/ns/net").open() as here, (NAMESPACES / self.namespace).open() as there:
            os.setns(there.fileno(), os.CLONE_NEWNET)
            try:
                yield
            finally:
                os.setns(here.fileno(), os.CLONE_NEWNET)

    @contextmanager
    def unplugged(self) -> Iterator[None]:
        """Nothing reaches it and nothing leaves it while the block runs. Nobody is told."""
        _ip("-n", self.switch, "link", "set", self.cable, "down")
        try:
            yield
        finally:
            _ip("-n", self.switch, "link", "set", self.cable, "up")

    def configure(self, text: str) -> None:
        """Set what sysctl sets, from a file for it."""
        with self.inside():
            for line in text.splitlines():
                if not line.startswith("#"):
                    name, value = line.split(" = ")
                    Path("/proc/sys", name.replace(".", "/")).write_text(value)


@contextmanager
def network(**addresses: str) -> Iterator[dict[str, Host]]:
    """Machines with these names and addresses, on one switch, gone at the end. Raises `NotPossible`."""
    if os.geteuid() != 0:
        raise NotPossible("only root may make several machines of one")
    if not shutil.which("ip"):
        raise NotPossible("`ip` is not installed; `make test` installs it where it may")
    mark = f"careerpaths-{os.getpid()}"
    with ExitStack() as stack:
        switch = _namespace(stack, f"{mark}-switch")
        _ip("-n", switch, "link", "add", "switch", "up", "type", "bridge")
        yield {name: _host(stack, switch, f"{mark}-{name}", name, address) for name, address in addresses.items()}


def _namespace(stack: ExitStack, name: str) -> str:
    _ip("netns", "add", name)
    stack.callback(_ip, "netns", "delete", name)
    _ip("-n", name, "link", "set", "lo", "up")
    return name


def _host(stack: ExitStack, switch: str, namespace: str, cable: str, address: str) -> Host:
    _namespace(stack, namespace)
    _ip("-n", namespace, "link", "add", "eth0", "type", "veth", "peer", "name", cable, "netns", switch)
    _ip("-n", namespace, "address", "add", f"{address}/24", "dev", "eth0")
    _ip("-n", namespace, "link", "set", "eth0", "up")
    _ip("-n", switch, "link", "set", cable, "master", "switch", "up")
    return Host(namespace, switch, cable, address)


def _ip(*arguments: str) -> None:
    done = subprocess.run(["ip", *arguments], check=False, capture_output=True, text=True)  # noqa: S603, S607 - of the system
    if done.returncode:
        raise NotPossible(f"ip {' '.join(arguments)}: {done.stderr.strip()}")

"""Several machines on one network, made of network namespaces: only root may create them; nothing else sees them."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from harness.services import Machine

THIS_THREADS = Path("/proc/thread-self/ns/net")


class NotPossible(RuntimeError):
    """No network namespaces can be created here."""


@dataclass(frozen=True)
class Namespace:
    """A separate, unnamed network. It disappears with the last process and open file in it."""

    file: int  # descriptor

    @contextmanager
    def inside(self) -> Iterator[None]:
        """Namespaces belong to threads, and processes inherit the namespace of the thread that starts them."""
        with THIS_THREADS.open() as here:
            os.setns(self.file, os.CLONE_NEWNET)
            try:
                yield
            finally:
                os.setns(here.fileno(), os.CLONE_NEWNET)

    def ip(self, *arguments: str) -> None:
        """Run `ip` in the namespace. Raises `NotPossible`."""
        with self.inside():
            done = subprocess.run(["ip", *arguments], check=False, capture_output=True, text=True)  # noqa: S603, S607 - of the system
        if done.returncode:
            raise NotPossible(f"ip {' '.join(arguments)}: {done.stderr.strip()}")


@dataclass(frozen=True)
class Host(Machine):
    """A machine on the network: a namespace with one cable to the switch."""

    namespace: Namespace
    switch: Namespace
    cable: str  # its end at the switch
    address: str

    def inside(self) -> AbstractContextManager[None]:
        """The block starts processes and opens connections on this machine."""
        return self.namespace.inside()

    @contextmanager
    def unplugged(self) -> Iterator[None]:
        """Nothing reaches or leaves it while the block runs, and nobody is told."""
        self.switch.ip("link", "set", self.cable, "down")
        try:
            yield
        finally:
            self.switch.ip("link", "set", self.cable, "up")

    def configure(self, text: str) -> None:
        """Apply a sysctl configuration file."""
        with self.inside():
            for line in text.splitlines():
                if not line.startswith("#"):
                    name, value = line.split(" = ")
                    Path("/proc/sys", name.replace(".", "/")).write_text(value)


@contextmanager
def network(**addresses: str) -> Iterator[dict[str, Host]]:
    """Machines with these names and addresses on one switch, removed at the end. Raises `NotPossible`."""
    if os.geteuid() != 0:
        raise NotPossible("only root may create several machines on one")
    if not shutil.which("ip"):
        raise NotPossible("`ip` is not installed; `make test` installs it if it may")
    with ExitStack() as stack:
        switch = _namespace(stack)
        switch.ip("link", "add", "switch", "up", "type", "bridge")
        yield {name: _host(_namespace(stack), switch, name, address) for name, address in addresses.items()}


def _namespace(stack: ExitStack) -> Namespace:
    with THIS_THREADS.open() as here:
        try:
            os.unshare(os.CLONE_NEWNET)
        except PermissionError as error:
            raise NotPossible("this system does not let anybody create a network") from error
        made = Namespace(os.open(THIS_THREADS, os.O_RDONLY))
        os.setns(here.fileno(), os.CLONE_NEWNET)
    stack.callback(os.close, made.file)
    made.ip("link", "set", "lo", "up")
    return made


def _host(namespace: Namespace, switch: Namespace, cable: str, address: str) -> Host:
    other_end = f"/proc/{os.getpid()}/fd/{switch.file}"
    namespace.ip("link", "add", "eth0", "type", "veth", "peer", "name", cable, "netns", other_end)
    namespace.ip("address", "add", f"{address}/24", "dev", "eth0")
    namespace.ip("link", "set", "eth0", "up")
    switch.ip("link", "set", cable, "master", "switch", "up")
    return Host(namespace, switch, cable, address)

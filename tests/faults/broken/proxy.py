"""A connection to a server that can be slowed down or cut."""

import socket
import threading
import time
from contextlib import suppress

from harness.services import free_port

CHUNK = 65_536  # bytes


class Line:
    """Passes bytes between its own port and a server's port, each chunk `delay` seconds later."""

    def __init__(self, port: int) -> None:
        self.server, self.port, self.delay = port, free_port(), 0.0
        self._open: set[socket.socket] = set()
        self._listener = socket.create_server(("127.0.0.1", self.port), backlog=200)
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        """Break every connection."""
        for end in tuple(self._open):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        self._listener.close()
        self.cut()

    def _accept(self) -> None:
        with suppress(OSError):  # closed
            while True:
                here, _ = self._listener.accept()
                try:
                    there = socket.create_connection(("127.0.0.1", self.server), 5)
                except OSError:
                    here.close()
                    continue
                there.settimeout(None)
                for end in (here, there):
                    end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self._open |= {here, there}
                threading.Thread(target=self._pass_on, args=(here, there), daemon=True).start()
                threading.Thread(target=self._pass_on, args=(there, here), daemon=True).start()

    def _pass_on(self, source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while lot := source.recv(CHUNK):
                if self.delay:
                    time.sleep(self.delay)
                target.sendall(lot)
        for end in (source, target):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
        self._open -= {source, target}

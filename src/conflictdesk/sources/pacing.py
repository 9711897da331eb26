"""How often a host is asked: one request at a time, a pause after each, and a longer one where the host wants it."""

import time
from collections.abc import Callable
from urllib.parse import urlsplit

PAUSE_SECONDS = 1.0
LONGEST_PAUSE = 60.0  # a host that wants longer ones is left alone until another visit


class Pace:
    """Whose turn it is. `wait` is given seconds; `clock` tells them."""

    def __init__(
        self,
        pause: float = PAUSE_SECONDS,
        wait: Callable[[float], object] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._pause, self._wait, self._clock = pause, wait, clock
        self._next: dict[str, float] = {}
        self._pauses: dict[str, float] = {}

    def turn(self, address: str) -> None:
        """Wait until the host of `address` may be asked."""
        left = self._next.get(host_of(address), 0.0) - self._clock()
        if left > 0:
            self._wait(left)

    def asked(self, address: str) -> None:
        """The host of `address` was just asked: its next turn comes after the pause."""
        host = host_of(address)
        self._next[host] = max(self._next.get(host, 0.0), self._clock() + self._pauses.get(host, self._pause))

    def put_off(self, address: str, seconds: float) -> bool:
        """The host asks for a longer pause, once; false where that is too long to wait for."""
        if seconds > LONGEST_PAUSE:
            return False
        self._next[host_of(address)] = self._clock() + max(seconds, self._pause)
        return True

    def slow_down(self, address: str, pause: float) -> None:
        """The host wants at least this pause between any two requests."""
        self._pauses[host_of(address)] = min(max(pause, self._pause), LONGEST_PAUSE)
        self.asked(address)


def host_of(address: str) -> str:
    """The host of an address with its port, in lower case; "" where it has none."""
    try:
        parts = urlsplit(address)
        return f"{(parts.hostname or '').lower()}:{parts.port or ''}" if parts.hostname else ""
    except ValueError:
        return ""

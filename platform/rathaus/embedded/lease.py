"""Who uses the server: every user holds a shared flock on one file, which vanishes with its process.

The last one out stops the server. Looking for others and starting or stopping happen under one start lock,
so nobody gets a server that is about to be stopped. The descriptors are not inherited by exec: a program
started by a user takes a lease of its own. A forked child shares its parent's lease and cannot give it back.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def exclusive(path: Path) -> Iterator[None]:
    """Wait until no other process is inside, then enter."""
    descriptor = _open(path)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


class Lease:
    """One user's claim that the server is needed; ends with `give_back` or with the process."""

    def __init__(self, path: Path) -> None:
        self._descriptor: int | None = _open(path)
        self._pid = os.getpid()
        fcntl.flock(self._descriptor, fcntl.LOCK_SH)

    @property
    def is_held(self) -> bool:
        """Whether this very process holds it; false in a forked child."""
        return self._descriptor is not None and self._pid == os.getpid()

    def give_back(self) -> bool:
        """End the claim and return whether it was the last one. Call it under the start lock."""
        if self._descriptor is None:
            return False
        is_last = self.is_held and _try_exclusive(self._descriptor)
        os.close(self._descriptor)
        self._descriptor = None
        return is_last


def _open(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


def _try_exclusive(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True

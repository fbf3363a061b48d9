"""TCP ports of 127.0.0.1: the server's is remembered from its last start, picked anew when somebody else has it."""

import socket

from rathaus.embedded.places import Places


def remembered_port(places: Places) -> int | None:
    """The port of the last start."""
    try:
        return int((places.home / "port").read_text())
    except (OSError, ValueError):
        return None


def choose_port(places: Places) -> int:
    """A port that is free at this moment, the remembered one if possible; it is remembered."""
    port = remembered_port(places)
    if port is None or not is_free(port):
        port = _any_free_port()
        (places.home / "port").write_text(str(port))
    return port


def is_free(port: int) -> bool:
    """Whether a server could listen on it on 127.0.0.1."""
    with socket.socket() as probe:
        # Connections of the last run that linger in TIME_WAIT do not hinder Postgres or the web server either.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def _any_free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port

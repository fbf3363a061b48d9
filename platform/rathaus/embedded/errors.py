"""What can go wrong, each with a message that fits on a terminal."""


class EmbeddedError(RuntimeError):
    """The local Postgres cannot be used; the message says why and what helps."""


class EmbeddedUnavailable(EmbeddedError):  # noqa: N818 - the name states the fact that callers react to
    """The package with the binaries is not installed."""


class ServerFailed(EmbeddedError):  # noqa: N818 - as above
    """A Postgres program ended with an error; the message ends with the tail of its log."""

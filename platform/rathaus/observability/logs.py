"""Structured logs: JSON lines in production, readable lines in development, one pipeline for all of them.

Settings import this module, so it imports nothing that needs them.
"""

from collections.abc import MutableMapping
from contextvars import ContextVar
from typing import Any

import structlog
from structlog.typing import Processor

from rathaus.observability.masking import mask_tree

_request: ContextVar[Any] = ContextVar("observed_request", default=None)
# Written by the platform itself and never personal; the digest must stay whole to prove anything.
_UNTOUCHED = frozenset({"timestamp", "level", "logger", "tenant", "request_id", "user", "path", "audit_digest"})


def add_user(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Add the id of the person signed in, if the request has asked for it: a log line causes no query."""
    user = getattr(_request.get(), "_cached_user", None)
    if user is not None and user.pk is not None:
        event["user"] = str(user.pk)
    return event


def mask_personal_data(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Replace personal data in everything that is not written by this package itself."""
    return {key: value if key in _UNTOUCHED else mask_tree(value) for key, value in event.items()}


_SHARED: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    add_user,
]


def logging_config(*, json: bool, level: str) -> dict[str, Any]:
    """Return Django's LOGGING: every record, ours or a library's, becomes one masked line on stderr."""
    renderer: Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False, default=str)
        if json
        else structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": _formatter, "renderer": renderer}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django": {"handlers": [], "level": level, "propagate": True},
            # The access line of RequestIdMiddleware says the same without query and tokens.
            "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
            "django.request": {"handlers": [], "level": "ERROR", "propagate": True},
        },
    }


def _formatter(renderer: Processor) -> structlog.stdlib.ProcessorFormatter:
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=_SHARED,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            mask_personal_data,
            renderer,
        ],
    )


def configure_structlog() -> None:
    """Send structlog's events through the standard logging; called once when the applications are ready."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *_SHARED,
            structlog.stdlib.PositionalArgumentsFormatter(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


def observe_request(request: Any) -> None:
    """Let log lines of this thread of work name the person of this request; None ends it."""
    _request.set(request)


def current_request_id() -> str:
    """Return the reference number of the request (or of the request that caused this job), or an empty text."""
    return str(structlog.contextvars.get_contextvars().get("request_id", ""))

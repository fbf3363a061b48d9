"""What a load balancer asks: is the process alive, and may it be given requests."""

from typing import TYPE_CHECKING

import structlog
from django.conf import settings
from django.db import connection
from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from collections.abc import Callable

log = structlog.get_logger(__name__)


def is_ready() -> bool:
    """Return whether every check of settings.READINESS_CHECKS passes; the log names those that do not."""
    failed = [path for path in settings.READINESS_CHECKS if not _passes(path)]
    if failed:
        log.warning("not_ready", failed=failed)
    return not failed


def _passes(path: str) -> bool:
    check: Callable[[], bool] = import_string(path)
    try:
        return check()
    except Exception:
        log.exception("readiness_check_broke", check=path)
        return False


def database() -> bool:
    """Return whether the database answers a trivial statement."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone() == (1,))

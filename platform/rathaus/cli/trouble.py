"""What an operator can mend is said in one line. Whatever this does not know keeps its trace: the mistake is ours."""

import traceback
from pathlib import Path

import psycopg
from django.core.exceptions import ImproperlyConfigured
from django.db import Error as DatabaseTrouble
from django.db import ProgrammingError
from psycopg import errors

from rathaus.cli.unprepared import SENTENCE, is_unprepared
from rathaus.embedded import EmbeddedError

MEND_SETTINGS = "infra/environment.md explains every variable, `rathaus check --deploy` lists what is unsafe."
MEND_RIGHTS = "Commands that create, migrate or delete need DATABASE_OWNER_URL, the login of the schemas' owner."
SETTINGS = "settings.py"


def in_one_line(error: Exception) -> str | None:
    """Return what happened and how to mend it, or None for what no operator can have caused."""
    if isinstance(error, EmbeddedError):
        return str(error)
    if isinstance(error, DatabaseTrouble | psycopg.Error):
        return _about_database(error)
    if isinstance(error, ImproperlyConfigured | ValueError):
        return _about_settings(error)
    return None


def _about_database(error: Exception) -> str | None:
    if isinstance(error, ProgrammingError) and is_unprepared(error):
        return SENTENCE
    cause = error if isinstance(error, psycopg.Error) else error.__cause__
    if isinstance(cause, errors.InsufficientPrivilege):
        return f"The database refuses: {_first_line(cause)}. {MEND_RIGHTS}"
    if not isinstance(cause, psycopg.OperationalError):
        return None
    if cause.sqlstate is None:
        return f"The database does not answer: {_first_line(cause)}. Check DATABASE_URL and DATABASE_OWNER_URL."
    return f"The database broke off: {_first_line(cause)}. Nothing was left half-done; run the command again."


def _about_settings(error: Exception) -> str | None:
    """Quote the line of the settings that failed: it names the variable. A wrong value elsewhere is our mistake."""
    lines = [frame.line for frame in traceback.extract_tb(error.__traceback__) if Path(frame.filename).name == SETTINGS]
    if not lines and not isinstance(error, ImproperlyConfigured):
        return None
    place = f" (in `{lines[-1]}`)" if lines else ""
    return f"A setting is wrong: {_first_line(error)}{place}. {MEND_SETTINGS}"


def _first_line(error: BaseException) -> str:
    text = str(error).strip() or type(error).__name__
    return text.splitlines()[0].rstrip(".")

"""The filtered record as a table for the data-protection officer. Taking it is an entry itself."""

from collections.abc import Iterator
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from rathaus.accounts.models import User
from rathaus.audit.errors import TooManyEntriesError
from rathaus.audit.selectors import Filter, Line, find_entries, lines_of
from rathaus.audit.services import record
from rathaus.files.tables import write_table
from rathaus.tenancy import current_tenant

MOST_ROWS: Final = 50_000


@transaction.atomic
def export_entries(*, wanted: Filter, actor: User) -> bytes:
    """Return what fits as CSV, as German Excel opens it; what the page hides is hidden here too, with ids as codes.

    The record keeps the filter and the number of rows. Raises TooManyEntriesError.
    """
    rows = list(find_entries(wanted)[: MOST_ROWS + 1])
    if len(rows) > MOST_ROWS:
        raise TooManyEntriesError
    record(
        action="audit.record_exported",
        actor=actor,
        details={
            "count": len(rows),
            "action": wanted.action,
            "first": wanted.first_on.isoformat() if wanted.first_on else "",
            "last": wanted.last_on.isoformat() if wanted.last_on else "",
        },
    )
    return _as_csv(lines_of(rows, reader=actor.pk))


def _as_csv(lines: list[Line]) -> bytes:
    head = [_("Wann"), _("Was"), _("Code"), _("Wer"), _("Woran"), _("Nummer"), _("Einzelheiten"), _("Anfrage")]
    return write_table(head, _rows(lines))


def _rows(lines: list[Line]) -> Iterator[list[str]]:
    zone = current_tenant().zone
    for line in lines:
        entry = line.entry
        yield [
            f"{entry.at.astimezone(zone):%d.%m.%Y %H:%M:%S}",
            line.action,
            entry.action,
            line.actor or entry.get_actor_kind_display(),
            line.object_kind,
            line.object_id,
            ", ".join(f"{key}: {value}" for key, value in line.details.items()),
            entry.request_id,
        ]

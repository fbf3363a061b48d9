"""Take over the files of the specialist procedure."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from modules.hearings.importing import Fault, ImportRow, ReadTable, read_hearings
from modules.hearings.models import Hearing
from rathaus.accounts.models import User
from rathaus.audit.services import record


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import does, or has done: rows by what becomes of them."""

    new: int
    changed: int
    unchanged: int
    faults: tuple[Fault, ...]


@transaction.atomic
def import_hearings(*, data: bytes, actor: User | None, now: datetime, dry_run: bool = False) -> ImportReport:
    """Take over the rows of the table and report; the same table again changes nothing.

    Rows with faults are left out. What was answered or closed stays as it is, and is named as a fault. With `dry_run`
    nothing is written. Raises UnreadableTableError.
    """
    read = read_hearings(data, today=timezone.localdate(now))
    known = _known(read)
    new, changed, unchanged, faults = [], [], 0, list(read.faults)
    for row in read.rows:
        hearing = known.get(row.key)
        if hearing is None:
            new.append(_hearing(row, now))
        elif not _differs(hearing, row):
            unchanged += 1
        elif hearing.is_answered or hearing.closed_at:
            faults.append(Fault(row.line, _settled()))
        else:
            changed.append(_changed(hearing, row))
    report = ImportReport(len(new), len(changed), unchanged, tuple(sorted(faults, key=lambda fault: fault.line)))
    if not dry_run and (new or changed):
        Hearing.objects.bulk_create(new, batch_size=500)
        Hearing.objects.bulk_update(changed, list(_FIELDS), batch_size=500)
        record(action="hearings.imported", actor=actor, details={"new": report.new, "changed": report.changed})
    return report


_FIELDS = (
    "file_reference",
    "role",
    "offence",
    "offence_at",
    "warning_fine_cents",
    "fine_cents",
    "due_on",
    "provision",
    "place",
    "plate",
    "evidence_text",
    "kassenzeichen",
    "contact",
)


def _settled() -> str:
    return _("Dazu liegt schon eine Antwort vor, oder das Verfahren ist beendet. Die Zeile ändert nichts.")


def _known(read: ReadTable) -> dict[tuple[str, str], Hearing]:
    references = {row.key[0] for row in read.rows}
    found = Hearing.objects.select_for_update().filter(normal_reference__in=references)
    return {(hearing.normal_reference, hearing.recipient): hearing for hearing in found}


def _values(row: ImportRow) -> dict[str, object]:
    return {
        "file_reference": row.file_reference,
        "role": row.role,
        "offence": row.offence,
        "offence_at": row.offence_at,
        "warning_fine_cents": row.warning_fine_cents,
        "fine_cents": row.fine_cents,
        "due_on": row.due_on,
        **row.texts,
    }


def _hearing(row: ImportRow, now: datetime) -> Hearing:
    reference, recipient = row.key
    return Hearing(normal_reference=reference, recipient=recipient, imported_at=now, **_values(row))


def _differs(hearing: Hearing, row: ImportRow) -> bool:
    return any(getattr(hearing, name) != value for name, value in _values(row).items())


def _changed(hearing: Hearing, row: ImportRow) -> Hearing:
    for name, value in _values(row).items():
        setattr(hearing, name, value)
    return hearing

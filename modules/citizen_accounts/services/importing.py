"""Invite many citizens at once from a file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from modules.citizen_accounts import letters
from modules.citizen_accounts.imports.people import PersonRow, read_person
from modules.citizen_accounts.imports.tables import read_people
from modules.citizen_accounts.models import CitizenInvitation
from rathaus.accounts.models import User
from rathaus.accounts.tokens import hash_of, new_token
from rathaus.audit.services import record
from rathaus.mail.services import BulkMail, enqueue_many
from tenants.municipality.models import Locality

INVITATION_LASTS: Final = timedelta(days=60)


class Outcome(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    INVITED = "invited"  # already, by an earlier run
    HAS_ACCOUNT = "has_account"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class RowReport:
    """A row with its outcome, and what is wrong in plain words."""

    line: int
    email: str
    outcome: Outcome
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportReport:
    """All rows of a file; `is_carried_out` says whether anybody was invited."""

    rows: tuple[RowReport, ...]
    is_carried_out: bool

    def count(self, outcome: Outcome) -> int:
        """Return how many rows ended so."""
        return sum(row.outcome == outcome for row in self.rows)


def import_citizens(
    *, data: bytes, actor: User | None = None, actor_kind: str | None = None, dry_run: bool = False
) -> ImportReport:
    """Invite everybody in the file who has neither account nor invitation, and say what became of each row.

    Rows with a mistake are left out, all others go on. A second run invites nobody twice. With `dry_run` nothing is
    written. Raises UnreadableFileError. About 15 queries, and one more for each 500 rows.
    """
    localities = {name.lower(): pk for pk, name in Locality.objects.values_list("pk", "name")}
    people = [read_person(line, cells, localities) for line, cells in read_people(data)]
    _refuse_repeated(people)
    if dry_run:
        return ImportReport(_reports(people), is_carried_out=False)
    with transaction.atomic():
        reports = _reports(people)
        new = {report.line for report in reports if report.outcome == Outcome.NEW}
        invited = _invite([person for person in people if person.line in new])
        record(
            action="citizen_accounts.citizens_imported",
            actor=actor,
            actor_kind=actor_kind,
            details={"rows": len(people), "invited": invited},
        )
    return ImportReport(reports, is_carried_out=True)


def _refuse_repeated(people: Sequence[PersonRow]) -> None:
    seen: dict[str, int] = {}
    for person in people:
        first = seen.setdefault(person.email, person.line) if person.email else person.line
        if first != person.line:
            person.problems.append(_("Diese E-Mail-Adresse steht schon in Zeile %(line)s.") % {"line": first})


def _reports(people: Sequence[PersonRow]) -> tuple[RowReport, ...]:
    addresses = [person.email for person in people]
    with_account = set(User.objects.filter(email__in=addresses).values_list("email", flat=True))
    invited = set(CitizenInvitation.objects.filter(email__in=addresses).values_list("email", flat=True))

    def outcome(person: PersonRow) -> Outcome:
        if person.problems:
            return Outcome.ERROR
        if person.email in with_account:
            return Outcome.HAS_ACCOUNT
        return Outcome.INVITED if person.email in invited else Outcome.NEW

    return tuple(RowReport(row.line, row.email, outcome(row), tuple(row.problems)) for row in people)


def _invite(people: Sequence[PersonRow]) -> int:
    """Write invitations and their mails; whom a run at the same time has invited already gets no second mail."""
    tokens = {person.email: new_token() for person in people}
    rows = [_invitation(person, tokens[person.email]) for person in people]
    CitizenInvitation.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)
    ours = set(
        CitizenInvitation.objects.filter(token_hash__in=[row.token_hash for row in rows]).values_list("pk", flat=True)
    )
    mails = [_mail(row, tokens[row.email]) for row in rows if row.pk in ours]
    return enqueue_many(kind="citizen_accounts.invitation", mails=mails)


def _invitation(person: PersonRow, token: str) -> CitizenInvitation:
    return CitizenInvitation(
        email=person.email,
        birth_date=person.birth_date,
        locality_id=person.locality_id,
        language=person.language,
        token_hash=hash_of(token),
        expires_at=timezone.now() + INVITATION_LASTS,
        **person.values,
    )


def _mail(invitation: CitizenInvitation, token: str) -> BulkMail:
    with translation.override(invitation.language):
        path = reverse("citizen_accounts:welcome", args=[token])
        letter = letters.welcome_letter(invitation.first_name, path)
    mail = letters.render_letter(letter, invitation.language)
    return BulkMail(
        to=invitation.email, subject=mail.subject, text=mail.text, html=mail.html, reference=str(invitation.pk)
    )

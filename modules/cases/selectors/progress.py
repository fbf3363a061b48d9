"""Where a case stands in plain words, for its citizen. Remarks of colleagues are in nothing of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from modules.cases.handling import handler_of
from modules.cases.models import Case, CaseEntry, CaseFile, EntryKind, Outcome, Status
from modules.cases.selectors.access import public_entries
from modules.cases.words import STATE_MEANS

_ENDS = {
    Outcome.GRANTED: _("Wir haben Ihren Antrag bewilligt."),
    Outcome.GRANTED_IN_PART: _("Wir haben Ihren Antrag zum Teil bewilligt."),
    Outcome.REFUSED: _("Wir haben Ihren Antrag abgelehnt. Im Bescheid steht, warum und was Sie tun können."),
    Outcome.CONFIRMED: _("Wir haben das bestätigt."),
    Outcome.ANSWERED: _("Wir haben Ihnen geantwortet."),
    Outcome.HANDED_OVER: _("Wir haben es an die zuständige Stelle weitergegeben."),
    Outcome.WITHDRAWN: _("Sie haben das zurückgezogen."),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One of the steps that every case takes; `state` is done, current or coming."""

    label: Any
    state: str


@dataclass(frozen=True, slots=True)
class Progress:
    """What a citizen reads: the steps, what the present one means, what comes next, what is asked of them."""

    steps: Sequence[Step]
    meaning: Any
    what_next: str
    entries: Sequence[CaseEntry]
    files: Sequence[CaseFile]
    asked: CaseEntry | None = None


def progress_of(case: Case) -> Progress:
    """Return where the case stands: three queries beside what its handler asks."""
    entries = list(public_entries(case))
    return Progress(
        steps=steps_of(case),
        meaning=meaning_of(case),
        what_next=handler_of(case).what_next(case) if case.is_open else "",
        entries=entries,
        files=list(CaseFile.objects.filter(case=case, is_public=True)),
        asked=_asked(case, entries),
    )


def steps_of(case: Case) -> list[Step]:
    """Return the three steps of a case; waiting for the citizen is part of the second."""
    middle = _("Wartet auf Sie") if case.status == Status.ACTION_REQUIRED else _("In Bearbeitung")
    at = {Status.PROCESSING: 1, Status.ACTION_REQUIRED: 1, Status.COMPLETED: 3}.get(Status(case.status), 0)
    labels = [_("Eingegangen"), middle, _("Zurückgezogen") if case.outcome == Outcome.WITHDRAWN else _("Fertig")]
    return [Step(label, _state(number, at)) for number, label in enumerate(labels)]


def meaning_of(case: Case) -> Any:
    """Return what the present state means for the citizen."""
    if case.is_open:
        return STATE_MEANS[Status(case.status)]
    return _ENDS.get(Outcome(case.outcome), STATE_MEANS[Status.COMPLETED])


def _state(number: int, at: int) -> str:
    if number == at:
        return "current"
    return "done" if number < at else "coming"


def _asked(case: Case, entries: Sequence[CaseEntry]) -> CaseEntry | None:
    """Return the latest entry that says what the citizen has to do."""
    if case.status != Status.ACTION_REQUIRED:
        return None
    asking = {EntryKind.DOCUMENTS_REQUESTED, EntryKind.STATE, EntryKind.MESSAGE_OUT}
    return next((entry for entry in reversed(entries) if entry.kind in asking and entry.text), None)

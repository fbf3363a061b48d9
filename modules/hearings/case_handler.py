"""Answers for cases that came from a letter: what the form says, and above it what the letter was about."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from modules.cases.api import Case, CopyTo, HandoverFile, HandoverFormat, Line, NoticeTemplate, Section
from modules.hearings.models import Hearing, Role
from modules.online_services.api import REQUEST_HANDLER
from rathaus.web.wording import long_date, money


class HearingHandler:
    """The handler of requests, with the accusation in front; the notice itself comes from the specialist procedure."""

    def sections(self, case: Case) -> Sequence[Section]:
        """Return the letter and what was answered."""
        hearing = Hearing.objects.filter(case_id=case.pk).first()
        asked = [Section(_("Schreiben"), _lines(hearing))] if hearing else []
        return [*asked, *REQUEST_HANDLER.sections(case)]

    def what_next(self, case: Case) -> str:
        """Return what happens next."""
        return REQUEST_HANDLER.what_next(case)

    def placeholders(self, case: Case) -> Mapping[str, str]:
        """Return what texts may name."""
        hearing = Hearing.objects.filter(case_id=case.pk).first()
        own = {"file_reference": hearing.file_reference} if hearing else {}
        return {**REQUEST_HANDLER.placeholders(case), **own}

    def notice_templates(self, case: Case) -> Sequence[NoticeTemplate]:
        """Return the documents that can end the case."""
        return REQUEST_HANDLER.notice_templates(case)

    def copies(self, case: Case) -> Sequence[CopyTo]:  # noqa: ARG002 - as the protocol has it
        """Return nobody: what somebody said to an accusation goes to the specialist procedure alone."""
        return []

    def handover_formats(self, case: Case) -> Sequence[HandoverFormat]:
        """Return the formats of requests."""
        return REQUEST_HANDLER.handover_formats(case)

    def hand_over(self, case: Case, key: str) -> HandoverFile:
        """Return the case in one of these formats."""
        return REQUEST_HANDLER.hand_over(case, key)

    def export(self, case: Case) -> Mapping[str, Any]:
        """Return the content as JSON."""
        return REQUEST_HANDLER.export(case)

    def erase(self, case: Case) -> None:
        """Remove what was answered; what the letter says is removed by the retention of hearings."""
        REQUEST_HANDLER.erase(case)


def _lines(hearing: Hearing) -> list[Line]:
    said = [
        Line(_("Aktenzeichen"), hearing.file_reference, copy=hearing.file_reference),
        Line(_("Rolle"), str(Role(hearing.role).label)),
        Line(_("Vorwurf"), hearing.offence),
        Line(_("Frist"), long_date(hearing.due_on)),
    ]
    fines = ((_("Verwarnungsgeld"), hearing.warning_fine_cents), (_("Mögliches Bußgeld"), hearing.fine_cents))
    return [*said, *(Line(label, money(cents)) for label, cents in fines if cents)]


HANDLER = HearingHandler()

"""The module's own kinds of cases: a message, a call to return, and what staff open by hand."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext as _

from modules.cases.handlers import CopyTo, HandoverFile, HandoverFormat, NoticeTemplate, Section
from modules.cases.models import Case

MESSAGE: Final = "cases.message"
CALLBACK: Final = "cases.callback"
PLAIN: Final = "cases.plain"


class PlainHandler:
    """Knows nothing but the case itself: also for kinds whose module is switched off."""

    def sections(self, case: Case) -> Sequence[Section]:  # noqa: ARG002 - as every handler
        """Return nothing: what was said stands in the conversation."""
        return ()

    def what_next(self, case: Case) -> str:
        """Return what happens next, for the citizen."""
        if case.kind == CALLBACK:
            return _("Wir rufen Sie an. Wenn wir Sie nicht erreichen, schreiben wir Ihnen.")
        return _("Wir lesen Ihr Anliegen und antworten Ihnen.")

    def placeholders(self, case: Case) -> Mapping[str, str]:  # noqa: ARG002
        """Return nothing besides what every case has."""
        return {}

    def notice_templates(self, case: Case) -> Sequence[NoticeTemplate]:  # noqa: ARG002
        """Return nothing: a message is answered, not decided."""
        return ()

    def copies(self, case: Case) -> Sequence[CopyTo]:  # noqa: ARG002
        """Return nobody."""
        return ()

    def handover_formats(self, case: Case) -> Sequence[HandoverFormat]:  # noqa: ARG002
        """Return nothing besides PDF and ZIP."""
        return ()

    def hand_over(self, case: Case, key: str) -> HandoverFile:  # noqa: ARG002
        """Raise KeyError: there are no formats."""
        raise KeyError(key)

    def export(self, case: Case) -> Mapping[str, Any]:  # noqa: ARG002
        """Return nothing besides what every case has."""
        return {}

    def erase(self, case: Case) -> None:
        """Do nothing: there is nothing outside the case."""


HANDLER: Final = PlainHandler()

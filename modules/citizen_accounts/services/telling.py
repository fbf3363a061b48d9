"""What the representative's timeline tells about acting for somebody else."""

from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from modules.citizen_accounts.languages import speaking_to
from modules.citizen_accounts.models import EndedBy, ProofState, Representation
from rathaus.timeline.models import By, TimelineEntry
from rathaus.timeline.services import Matter, add_entry

KIND: Final = "citizen_accounts.representation"
_TITLES: Final[dict[str, Any]] = {
    ProofState.DECLARED: gettext_lazy("Kind eingetragen"),
    ProofState.WAITING: gettext_lazy("Nachweis geschickt"),
    ProofState.ACCEPTED: gettext_lazy("Nachweis anerkannt"),
    ProofState.REFUSED: gettext_lazy("Nachweis nicht anerkannt"),
}
_ENDED: Final = gettext_lazy("Sie handeln nicht mehr für diese Person")
_ENDERS: Final = {EndedBy.REPRESENTATIVE: By.PERSON, EndedBy.ADMINISTRATION: By.STAFF}


def tell_state(representation: Representation) -> None:
    """Tell how far the proof is."""
    state = ProofState(representation.proof_state)
    by = By.STAFF if representation.decided_at else By.PERSON
    _tell(representation, state.value, _TITLES[state], representation.refusal, by)


def tell_end(representation: Representation) -> None:
    """Tell that the person acts no more, and why."""
    by = EndedBy(representation.ended_by)
    _tell(representation, "ended", _ENDED, by.label, _ENDERS.get(by, By.SYSTEM))


def _tell(representation: Representation, step: str, title: Any, text: Any, by: By) -> None:
    with speaking_to(representation.representative):
        label = _("Für %(name)s handeln") % {"name": representation.full_name}
        add_entry(
            person=representation.representative,
            key=f"{KIND}:{representation.pk}:{step}",
            kind=KIND,
            title=str(title),
            text=str(text),
            matter=Matter(KIND, representation.pk, label),
            path=reverse("citizen_accounts:acting"),
            by=by,
        )


def untell(representations: list[Representation]) -> None:
    """Take everything about these out of the timelines: the people in them are forgotten."""
    TimelineEntry.objects.filter(matter_kind=KIND, matter_id__in=[entry.pk for entry in representations]).delete()

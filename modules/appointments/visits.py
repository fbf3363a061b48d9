"""What one visit needs: how long it takes, what to bring, what it costs, by persons and answers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from modules.appointments.documents import Document
from modules.appointments.errors import TooManyPersonsError, UnclearVisitError
from modules.appointments.models import Booking, Concern, PreliminaryAnswer
from modules.appointments.slots import duration_minutes, length_cells

Answers = Mapping[str, str]  # id of the question -> id of the answer


@dataclass(frozen=True, slots=True)
class Visit:
    """A concern with the number of persons and the answers somebody chose."""

    concern: Concern
    persons: int
    chosen: Sequence[PreliminaryAnswer]

    @property
    def minutes(self) -> int:
        """How long it takes; at least five minutes, whatever the answers subtract."""
        return max(
            duration_minutes(
                first=self.concern.first_minutes, further=self.concern.further_minutes, persons=self.persons
            )
            + sum(answer.extra_minutes for answer in self.chosen),
            5,
        )

    @property
    def length(self) -> int:
        """How many 5-minute cells it takes."""
        return length_cells(self.minutes)

    @property
    def documents(self) -> list[Document]:
        """What to bring: what everybody brings, then what the answers add."""
        added = [document for answer in self.chosen for document in answer.document_list]
        return list(dict.fromkeys([*self.concern.document_list, *added]))

    @property
    def fee_notes(self) -> list[str]:
        """What it costs; an answer with a fee replaces the concern's own."""
        own = [answer.fee_note for answer in self.chosen if answer.fee_note]
        return own or [note for note in [self.concern.fee_note] if note]

    @property
    def hints(self) -> list[str]:
        """What the answers want people to know."""
        return [answer.hint for answer in self.chosen if answer.hint]


def visit_of(
    concern: Concern,
    *,
    persons: int = 1,
    answers: Answers | None = None,
    must_be_complete: bool = False,
    offered: Iterable[PreliminaryAnswer] | None = None,
) -> Visit:
    """Return the visit that somebody describes; one query for the concern's answers unless they are handed over.

    Raises TooManyPersonsError, and UnclearVisitError for an answer of another question or, where the visit must be
    complete, for a question without an answer.
    """
    if not 1 <= persons <= concern.max_persons:
        raise TooManyPersonsError(concern.max_persons)
    known = {str(answer.pk): answer for answer in (concern.known_answers if offered is None else offered)}
    chosen = [_choose(known, question, answer) for question, answer in (answers or {}).items()]
    if must_be_complete and {str(answer.question_id) for answer in known.values()} - set(answers or {}):
        raise UnclearVisitError
    return Visit(concern=concern, persons=persons, chosen=chosen)


def visit_of_booking(booking: Booking) -> Visit:
    """Return the visit as it was booked; answers that the set-up has lost since are left out."""
    answers = PreliminaryAnswer.objects.filter(pk__in=list(booking.answers.values())) if booking.answers else []
    return Visit(concern=booking.concern, persons=booking.persons, chosen=list(answers))


def _choose(offered: Mapping[str, PreliminaryAnswer], question: str, answer: str) -> PreliminaryAnswer:
    found = offered.get(answer)
    if found is None or str(found.question_id) != question:
        raise UnclearVisitError
    return found

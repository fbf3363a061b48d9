"""What one visit needs: how long it takes, what to bring, what it costs, by concerns, persons, answers and needs."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from modules.appointments.documents import Document
from modules.appointments.errors import TooManyPersonsError, UnclearVisitError
from modules.appointments.models import AppointmentSettings, Booking, Channel, Concern, PreliminaryAnswer, Support
from modules.appointments.slots import duration_minutes, length_cells

Answers = Mapping[str, str]  # id of the question -> id of the answer


@dataclass(frozen=True, slots=True)
class Errand:
    """One concern of a visit, with the number of persons and the answers somebody chose."""

    concern: Concern
    persons: int
    chosen: Sequence[PreliminaryAnswer]

    @property
    def minutes(self) -> int:
        """How long it takes; at least five minutes, whatever the answers subtract."""
        first, further = self.concern.first_minutes, self.concern.further_minutes
        added = sum(answer.extra_minutes for answer in self.chosen)
        return max(duration_minutes(first=first, further=further, persons=self.persons) + added, 5)

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


@dataclass(frozen=True, slots=True)
class Needs:
    """What somebody needs so that it goes well, with the minutes it adds and the days ahead it must be known."""

    support: Sequence[str] = ()
    minutes: int = 0
    days: int = 0

    @property
    def words(self) -> list[str]:
        """What is needed, in words."""
        return [str(Support(need).label) for need in self.support]


NO_NEEDS = Needs()


@dataclass(frozen=True, slots=True)
class Visit:
    """What somebody comes for. The first concern is the booking's own; `further` are dealt with on the way."""

    concern: Concern
    persons: int
    chosen: Sequence[PreliminaryAnswer]
    further: Sequence[Errand] = ()
    needs: Needs = NO_NEEDS
    channel: str = Channel.IN_PERSON

    @property
    def errands(self) -> list[Errand]:
        """All concerns in their order."""
        return [Errand(self.concern, self.persons, self.chosen), *self.further]

    @property
    def minutes(self) -> int:
        """How long it takes: all concerns one after the other, and what the needs add."""
        return sum(errand.minutes for errand in self.errands) + self.needs.minutes

    @property
    def length(self) -> int:
        """How many 5-minute cells it takes."""
        return length_cells(self.minutes)

    @property
    def documents(self) -> list[Document]:
        """What to bring, each thing once."""
        return list(dict.fromkeys(document for errand in self.errands for document in errand.documents))

    @property
    def fee_notes(self) -> list[str]:
        """What it costs; of several concerns each note says for which."""
        errands = self.errands
        if len(errands) == 1:
            return errands[0].fee_notes
        return [f"{errand.concern.name}: {note}" for errand in errands for note in errand.fee_notes]

    @property
    def hints(self) -> list[str]:
        """What the answers want people to know."""
        return list(dict.fromkeys(hint for errand in self.errands for hint in errand.hints))

    @property
    def purpose(self) -> str:
        """All concerns in one line."""
        return " + ".join(errand.concern.name for errand in self.errands)

    @property
    def people(self) -> int:
        """How many persons come in all."""
        return max(errand.persons for errand in self.errands)

    @property
    def is_in_person(self) -> bool:
        """Whether people come to the town hall, and are neither called nor visited."""
        return self.channel == Channel.IN_PERSON and Support.HOME_VISIT not in self.needs.support

    @property
    def all_chosen(self) -> list[PreliminaryAnswer]:
        """The answers about all concerns."""
        return [answer for errand in self.errands for answer in errand.chosen]

    @property
    def answers(self) -> dict[str, str]:
        """The answers about all concerns, by ids, as a booking keeps them."""
        return {str(answer.question_id): str(answer.pk) for answer in self.all_chosen}


def visit_of(
    concern: Concern,
    *,
    persons: int = 1,
    answers: Answers | None = None,
    must_be_complete: bool = False,
    offered: Iterable[PreliminaryAnswer] | None = None,
) -> Visit:
    """Return the visit for one concern that somebody describes; one query for its answers unless they are handed over.

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


def joined_visit(visits: Sequence[Visit], *, needs: Needs = NO_NEEDS, channel: str = Channel.IN_PERSON) -> Visit:
    """Return the visits, each of one concern, as one; the first of them comes first."""
    first, *others = visits
    further = [Errand(other.concern, other.persons, other.chosen) for other in others]
    return Visit(first.concern, first.persons, first.chosen, further, needs, channel)


def needs_of(support: Sequence[str]) -> Needs:
    """Return the needs with what the municipality has set for them; no query where nothing has to be known."""
    if not {Support.INTERPRETER, Support.SIGN_LANGUAGE} & set(support):
        return Needs(tuple(support))
    preferences = AppointmentSettings.objects.first() or AppointmentSettings()
    return Needs(
        tuple(support),
        minutes=preferences.interpreter_minutes if Support.INTERPRETER in support else 0,
        days=preferences.sign_language_days if Support.SIGN_LANGUAGE in support else 0,
    )


def visit_of_booking(booking: Booking) -> Visit:
    """Return the visit as it was booked; answers that the set-up has lost since are left out."""
    found = PreliminaryAnswer.objects.filter(pk__in=list(booking.answers.values())).select_related("question")
    answers = list(found) if booking.answers else []
    parts = [(booking.concern, booking.persons), *((entry.concern, entry.persons) for entry in booking.further)]
    visits = [
        Visit(concern, persons, [answer for answer in answers if answer.question.concern_id == concern.pk])
        for concern, persons in parts
    ]
    return joined_visit(visits, needs=needs_of(booking.support), channel=booking.channel)


def _choose(offered: Mapping[str, PreliminaryAnswer], question: str, answer: str) -> PreliminaryAnswer:
    found = offered.get(answer)
    if found is None or str(found.question_id) != question:
        raise UnclearVisitError
    return found

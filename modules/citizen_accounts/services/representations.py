"""Acting for somebody else: parents declare it, everybody else shows a document which the town hall checks."""

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from modules.citizen_accounts import letters
from modules.citizen_accounts.ages import is_minor, last_day_as_minor, today
from modules.citizen_accounts.errors import (
    AlreadyActingError,
    NotMinorError,
    TooManyClaimsError,
    TooManyError,
    WrongStateError,
)
from modules.citizen_accounts.models import EndedBy, ProofState, Relation, Representation
from modules.citizen_accounts.services.telling import tell_end, tell_state
from rathaus.accounts.models import User, clean_address
from rathaus.audit.models import ActorKind
from rathaus.audit.services import record
from rathaus.files.attachments import CheckedFile, keep_file
from rathaus.limits.services import hit

MAX_REPRESENTATIONS: Final = 20
ASKED_PER_DAY: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """For whom somebody acts; `email` is theirs, if they have one."""

    first_name: str
    last_name: str
    birth_date: date
    email: str = ""


@transaction.atomic
def declare_child(*, user: User, key: UUID, person: Person) -> Representation:
    """Let a parent act for a child until it comes of age, by declaration alone (§ 1629 BGB).

    The same key again returns the first one. Raises NotMinorError, AlreadyActingError, TooManyError.
    """
    if not is_minor(person.birth_date):
        raise NotMinorError
    if known := Representation.objects.filter(pk=key, representative=user).first():
        return known
    _check_room(user, Relation.CHILD, person)
    return _create(
        user,
        key,
        Relation.CHILD,
        person,
        proof_state=ProofState.DECLARED,
        valid_until=last_day_as_minor(person.birth_date),
    )


def ask_to_represent(
    *, user: User, key: UUID, relation: str, person: Person, proof: CheckedFile, valid_until: date | None = None
) -> Representation:
    """Keep the document and wait for the town hall; the represented person gets a mail with a link that ends it.

    The same key again returns the first one. Raises AlreadyActingError, TooManyError, and TooManyClaimsError after
    ten in a day: each may send a mail to somebody.
    """
    if known := Representation.objects.filter(pk=key, representative=user).first():
        return known
    if hit(name="citizen_accounts.represent", key=str(user.pk), limit=ASKED_PER_DAY, seconds=86_400):
        raise TooManyClaimsError
    with transaction.atomic():
        _check_room(user, Relation(relation), person)
        representation = _create(
            user,
            key,
            Relation(relation),
            person,
            proof_state=ProofState.WAITING,
            valid_until=valid_until,
            file_name=proof.filename,
            stored_as=keep_file(proof).stored,
        )
        if representation.email:
            letters.send_being_represented(representation)
    return representation


def _check_room(user: User, relation: Relation, person: Person) -> None:
    """Raise AlreadyActingError and TooManyError; two forms at the same time wait for each other."""
    User.objects.select_for_update().get(pk=user.pk)
    running = Representation.objects.filter(representative=user, ended_at=None).exclude(proof_state=ProofState.REFUSED)
    names = {"first_name__iexact": person.first_name, "last_name__iexact": person.last_name}
    if running.filter(relation=relation, birth_date=person.birth_date, **names).exists():
        raise AlreadyActingError
    if running.count() >= MAX_REPRESENTATIONS:
        raise TooManyError


def _create(user: User, key: UUID, relation: Relation, person: Person, **values: object) -> Representation:
    representation = Representation.objects.create(
        pk=key,
        representative=user,
        relation=relation,
        first_name=person.first_name,
        last_name=person.last_name,
        birth_date=person.birth_date,
        email=clean_address(person.email),
        **values,
    )
    record(
        action="citizen_accounts.representation_added",
        actor=user,
        actor_kind=ActorKind.CITIZEN,
        target=representation,
        details={"relation": relation.value},
    )
    tell_state(representation)
    return representation


@transaction.atomic
def accept(*, representation: Representation, actor: User, valid_until: date | None) -> Representation:
    """Let the person act from now on, until this day or without end. Raises WrongStateError."""
    current = _decide(representation, actor, ProofState.ACCEPTED)
    current.valid_until = valid_until
    current.save()
    tell_state(current)
    record(action="citizen_accounts.representation_accepted", actor=actor, target=current)
    return current


@transaction.atomic
def refuse(*, representation: Representation, actor: User, reason: str) -> Representation:
    """Refuse the proof and say why. Raises WrongStateError."""
    current = _decide(representation, actor, ProofState.REFUSED)
    current.refusal = reason
    current.save()
    tell_state(current)
    record(action="citizen_accounts.representation_refused", actor=actor, target=current)
    return current


def _decide(representation: Representation, actor: User, state: ProofState) -> Representation:
    current = Representation.objects.select_for_update().get(pk=representation.pk)
    if current.proof_state != ProofState.WAITING or current.ended_at:
        raise WrongStateError
    current.proof_state, current.decided_by, current.decided_at = state, actor, timezone.now()
    letters.tell_of_decision(current)
    return current


@transaction.atomic
def end(*, representation: Representation, by: EndedBy, actor: User | None = None) -> Representation:
    """End it at once, by whichever side; nothing happens where it has ended already."""
    current = Representation.objects.select_for_update().get(pk=representation.pk)
    if current.ended_at:
        return current
    current.ended_at, current.ended_by = timezone.now(), by
    current.save(update_fields=["ended_at", "ended_by"])
    tell_end(current)
    if by != EndedBy.REPRESENTATIVE:
        letters.tell_of_end(current)
    record(
        action="citizen_accounts.representation_ended",
        actor=actor,
        actor_kind=None if by in {EndedBy.ADMINISTRATION, EndedBy.AGE, EndedBy.TIME} else ActorKind.CITIZEN,
        target=current,
        details={"by": by.value},
    )
    return current


def end_overdue() -> int:
    """End what came of age or ran out and return how many; nobody acts by them from that day anyway. May run twice."""
    over = Representation.objects.filter(ended_at=None, valid_until__lt=today())
    for representation in over:
        is_child = representation.relation == Relation.CHILD
        end(representation=representation, by=EndedBy.AGE if is_child else EndedBy.TIME)
    return len(over)

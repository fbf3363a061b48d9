"""From the working definition to what citizens fill in: trying out, pilot, and publishing with four eyes."""

import uuid

from django.db import transaction
from django.utils import timezone

from modules.online_services.building.errors import (
    AlreadyAskedError,
    AlreadyDecidedError,
    NothingNewError,
    NotReadyError,
    OwnRequestError,
)
from modules.online_services.engine.definition import FormDefinition
from modules.online_services.models import Form, FormVersion, ReleaseRequest, Stage
from modules.online_services.selectors.building.forms import next_number
from modules.online_services.selectors.building.publishing import (
    live_version,
    open_request,
    others_who_release,
    pilot_version,
    readiness_of,
)
from modules.online_services.services.building.editing import lock_form
from modules.online_services.services.building.telling import tell_asker, tell_releasers
from rathaus.accounts.models import User
from rathaus.audit.services import record


@transaction.atomic
def prepare_rehearsal(*, form: Form) -> FormVersion:
    """Return the working definition as something that can be filled in for trial; nothing is sent with it."""
    version, _is_new = FormVersion.objects.update_or_create(
        form=form,
        number=0,
        defaults={"stage": Stage.INTERNAL, "definition": form.working, "published_at": timezone.now()},
    )
    return version


@transaction.atomic
def start_pilot(*, form_id: uuid.UUID, seen: int, actor: User) -> FormVersion:
    """Make the working definition a version that opens by the pilot link; an earlier pilot ends.

    Raises NotReadyError, StalePageError, and NothingNewError where the same is live.
    """
    form = lock_form(form_id, seen=seen)
    _demand_ready(form, form.working)
    _demand_new(form, form.working)
    running = pilot_version(form)
    if running and running.definition == form.working:
        return running
    _end_pilots(form)
    version = _add_version(form, form.working, Stage.PILOT, published_by=actor, released_by=None)
    if form.stage == Stage.INTERNAL:
        _set_stage(form, Stage.PILOT)
    record(action="online_services.form_pilot_started", actor=actor, target=form, details={"version": version.number})
    return version


@transaction.atomic
def end_pilot(*, form_id: uuid.UUID, actor: User) -> None:
    """Close the pilot link; a second time changes nothing."""
    form = lock_form(form_id)
    if _end_pilots(form):
        if form.stage == Stage.PILOT:
            _set_stage(form, Stage.INTERNAL)
        record(action="online_services.form_pilot_ended", actor=actor, target=form)


@transaction.atomic
def ask_for_release(*, form_id: uuid.UUID, seen: int, note: str, actor: User) -> ReleaseRequest:
    """Ask somebody else to publish the working definition as it is now; whoever may is told.

    Raises NotReadyError, NothingNewError, AlreadyAskedError, StalePageError.
    """
    form = lock_form(form_id, seen=seen)
    if open_request(form):
        raise AlreadyAskedError
    _demand_ready(form, form.working)
    _demand_new(form, form.working)
    request = ReleaseRequest.objects.create(
        form=form, definition=form.working, working_number=form.working_number, note=note, asked_by=actor
    )
    record(action="online_services.form_release_asked", actor=actor, target=form)
    tell_releasers(request=request, actor=actor)
    return request


@transaction.atomic
def withdraw_request(*, request_id: uuid.UUID, actor: User) -> None:
    """Take an open request back. Raises AlreadyDecidedError."""
    request = _open(request_id)
    _decide(request, actor)
    record(action="online_services.form_release_withdrawn", actor=actor, target=request.form)


@transaction.atomic
def refuse_release(*, request_id: uuid.UUID, reason: str, actor: User) -> None:
    """Turn a request down and say why; whoever asked is told. Raises AlreadyDecidedError."""
    request = _open(request_id)
    request.reason = reason
    _decide(request, actor)
    record(action="online_services.form_release_refused", actor=actor, target=request.form)
    tell_asker(request=request, actor=actor)


@transaction.atomic
def release(*, request_id: uuid.UUID, actor: User, alone: bool = False) -> FormVersion:
    """Publish what was asked for: from now on everybody fills it in. Drafts that were begun keep their version.

    Whoever asked cannot release; only where nobody else holds the right they may, by saying so (`alone`), and the
    record tells it. Raises OwnRequestError, AlreadyDecidedError, NotReadyError.
    """
    request = _open(request_id)
    is_own = request.asked_by_id == actor.pk
    if is_own and (not alone or others_who_release(actor)):
        raise OwnRequestError
    form = lock_form(request.form_id)
    _demand_ready(form, request.definition)
    version = _go_live(form, request, actor)
    request.version = version
    _decide(request, actor)
    action = "online_services.form_released_alone" if is_own else "online_services.form_released"
    record(action=action, actor=actor, target=form, details={"version": version.number})
    tell_asker(request=request, actor=actor)
    return version


def _go_live(form: Form, request: ReleaseRequest, actor: User) -> FormVersion:
    pilot = pilot_version(form)
    is_tried = pilot is not None and pilot.definition == request.definition
    _end_pilots(form)
    if pilot and is_tried:
        pilot.stage, pilot.released_by, pilot.published_at = Stage.LIVE, actor, timezone.now()
        pilot.save(update_fields=["stage", "released_by", "published_at"])
        version = pilot
    else:
        version = _add_version(form, request.definition, Stage.LIVE, published_by=request.asked_by, released_by=actor)
    _set_stage(form, Stage.LIVE)
    return version


def _add_version(
    form: Form, definition: dict[str, object], stage: str, *, published_by: User | None, released_by: User | None
) -> FormVersion:
    return FormVersion.objects.create(
        form=form,
        number=next_number(form),
        stage=stage,
        definition=definition,
        published_at=timezone.now(),
        published_by=published_by,
        released_by=released_by,
    )


def _end_pilots(form: Form) -> int:
    return FormVersion.objects.filter(form=form, stage=Stage.PILOT).update(stage=Stage.INTERNAL)


def _set_stage(form: Form, stage: Stage) -> None:
    form.stage = stage
    form.save(update_fields=["stage"])


def _demand_ready(form: Form, definition: dict[str, object]) -> None:
    if not readiness_of(form, FormDefinition.model_validate(definition)).is_ready:
        raise NotReadyError


def _demand_new(form: Form, definition: dict[str, object]) -> None:
    live = live_version(form)
    if live and live.definition == definition:
        raise NothingNewError


def _open(request_id: uuid.UUID) -> ReleaseRequest:
    request = ReleaseRequest.objects.select_for_update(of=("self",)).select_related("form").get(pk=request_id)
    if request.decided_at is not None:
        raise AlreadyDecidedError
    return request


def _decide(request: ReleaseRequest, actor: User) -> None:
    request.decided_by, request.decided_at = actor, timezone.now()
    request.save(update_fields=["decided_by", "decided_at", "reason", "version"])

"""Wishes for new municipalities: the console records them, a worker with the right to make schemas fulfils them."""

import uuid
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import OperationalError, transaction

from rathaus.accounts.errors import AccountsError
from rathaus.accounts.models import User
from rathaus.audit.services import record
from rathaus.jobs import enqueue
from rathaus.registry import UnknownModuleError
from rathaus.tenancy import enter_public
from tenants.errors import TenantError
from tenants.models import ProvisioningRequest, RequestState
from tenants.provisioning import NewTenant, create_tenant, validate_wish
from tenants.template import TemplateMissingError

EXPECTED_ERRORS = (TenantError, ValidationError, UnknownModuleError, TemplateMissingError, AccountsError)
PATIENCE = timedelta(minutes=2)


def request_tenant(*, wish: NewTenant, idem_key: uuid.UUID, actor: User) -> ProvisioningRequest:
    """Record the wish and let a worker fulfil it; the same key gives the first request again.

    Raises TenantError for a wish that cannot be fulfilled by anybody.
    """
    validate_wish(wish)
    with enter_public(), transaction.atomic():
        request, is_new = ProvisioningRequest.objects.get_or_create(
            idem_key=idem_key, defaults={"wish": _as_json(wish), "requested_by": actor.pk}
        )
        if is_new:
            details = {"tenant": wish.slug, "plan": wish.plan}
            record(action="tenants.creation_requested", actor=actor, target=request, details=details)
            _enqueue(request)
    return request


def _as_json(wish: NewTenant) -> dict[str, Any]:
    return {name: value for name, value in asdict(wish).items() if name != "id"}


def retry_request(*, request: ProvisioningRequest) -> None:
    """Try a failed wish again; does nothing in any other state."""
    with enter_public(), transaction.atomic():
        failed = ProvisioningRequest.objects.filter(pk=request.pk, state=RequestState.FAILED)
        if failed.update(state=RequestState.QUEUED, error=""):
            _enqueue(request)


def _enqueue(request: ProvisioningRequest) -> None:
    from tenants.tasks import fulfil  # noqa: PLC0415 - the task calls the function below

    enqueue(fulfil, wish_id=str(request.pk))


def fulfil_request(*, request_id: uuid.UUID) -> None:
    """Create the municipality and note the result; safe to run twice, also at the same time.

    The municipality gets the request's own id: so a run after a killed one knows that it was made for this request.
    """
    with enter_public():
        request = ProvisioningRequest.objects.filter(pk=request_id).first()
        if request is None or request.is_finished:
            return
        ProvisioningRequest.objects.filter(pk=request_id).update(state=RequestState.RUNNING)
        try:
            _fulfil(request)
        except OperationalError:  # the job is repeated
            raise
        except EXPECTED_ERRORS as error:
            _note_failure(request_id, "; ".join(getattr(error, "messages", [str(error)])))
        except Exception as error:
            _note_failure(request_id, type(error).__name__)
            raise


def _fulfil(request: ProvisioningRequest) -> None:
    tenant, _is_new = create_tenant(NewTenant(**request.wish, id=request.pk))
    if tenant.pk != request.pk:
        raise TenantError(f"The municipality {tenant.slug} exists already.")
    request.tenant, request.state, request.error = tenant, RequestState.DONE, ""
    request.wish = {**request.wish, "admin_email": ""}  # from now on the invitation knows it
    request.save(update_fields=["tenant", "state", "error", "wish", "changed_at"])


def _note_failure(request_id: uuid.UUID, error: str) -> None:
    unfinished = ProvisioningRequest.objects.filter(pk=request_id).exclude(state=RequestState.DONE)
    unfinished.update(state=RequestState.FAILED, error=error)


def overdue_requests(*, now: datetime) -> list[uuid.UUID]:
    """Return the requests that nobody has finished for two minutes: the queue or a worker has lost them."""
    unfinished = ProvisioningRequest.objects.filter(state__in=[RequestState.QUEUED, RequestState.RUNNING])
    with enter_public():
        return list(unfinished.filter(requested_at__lt=now - PATIENCE).values_list("pk", flat=True))

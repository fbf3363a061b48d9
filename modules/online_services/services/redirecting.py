"""Old addresses of the homepage that lead to services."""

from django.db import transaction

from modules.online_services.models import PublicService, Redirect
from modules.online_services.services.moving_in import path_of
from rathaus.accounts.models import User
from rathaus.audit.services import record


@transaction.atomic
def add_redirect(*, address: str, service: PublicService, actor: User) -> Redirect:
    """Lead the old address to the service from now on, whatever it led to before."""
    found, _is_new = Redirect.objects.update_or_create(old_path=path_of(address), defaults={"service": service})
    record(action="online_services.redirect_changed", actor=actor, target=service)
    return found


@transaction.atomic
def remove_redirect(*, redirect: Redirect, actor: User) -> None:
    """Let the old address lead nowhere again."""
    record(action="online_services.redirect_removed", actor=actor, target=redirect.service)
    redirect.delete()

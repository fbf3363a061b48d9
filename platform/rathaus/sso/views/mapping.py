"""What groups mean, and who is linked."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from rathaus.accounts.permissions import permission_required
from rathaus.accounts.session import acting_user
from rathaus.sso import services
from rathaus.sso.errors import SetupError
from rathaus.sso.forms import MappingForm
from rathaus.sso.models import GroupMapping, LinkedIdentity
from rathaus.sso.trials import PERMISSION
from rathaus.sso.views.setup import overview_page


@require_POST
@permission_required(PERMISSION)
def map_group(request: HttpRequest) -> HttpResponse:
    """Give a group a role."""
    form = MappingForm(request.POST)
    if form.is_valid():
        try:
            services.map_group(**form.cleaned_data, actor=acting_user(request))
        except SetupError as error:
            form.add_error("group", str(error))
        else:
            messages.success(request, _("Die Gruppe ist zugeordnet."))
            return redirect("sso_staff:overview")
    return overview_page(request, form)


@require_POST
@permission_required(PERMISSION)
def remove(request: HttpRequest, mapping_id: UUID) -> HttpResponse:
    """Let the group mean this no longer."""
    services.remove_mapping(mapping=get_object_or_404(GroupMapping, pk=mapping_id), actor=acting_user(request))
    messages.success(request, _("Die Zuordnung ist entfernt."))
    return redirect("sso_staff:overview")


@require_POST
@permission_required(PERMISSION)
def unlink(request: HttpRequest, link_id: UUID) -> HttpResponse:
    """Undo the link of a colleague."""
    services.unlink(link=get_object_or_404(LinkedIdentity, pk=link_id), actor=acting_user(request))
    messages.success(request, _("Die Verknüpfung ist gelöst. Die Person ist überall abgemeldet."))
    return redirect("sso_staff:overview")

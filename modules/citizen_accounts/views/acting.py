"""For whom one acts: the list, and the switch."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from modules.citizen_accounts.acting import act_for, acting_principal, possible_principals
from modules.citizen_accounts.selectors.representations import representations_of, who_acts_for
from modules.citizen_accounts.services.acting import note_acting
from rathaus.accounts.session import acting_user, citizen_required


@citizen_required
@require_safe
def acting(request: HttpRequest) -> HttpResponse:
    """Show for whom the person may act and acts now, what is checked, and who acts for them."""
    user = acting_user(request)
    principals = possible_principals(user)
    context = {
        "principals": principals if len(principals) > 1 else (),
        "current": acting_principal(request),
        "representations": representations_of(user),
        "representatives": who_acts_for(user),
    }
    return render(request, "citizen_accounts/acting.html", context)


@citizen_required
@require_POST
def switch(request: HttpRequest) -> HttpResponse:
    """Act for somebody from now on, or for oneself again."""
    principal = act_for(request, request.POST.get("principal", ""))
    if principal is None:
        messages.error(request, _("Für diese Person dürfen Sie nicht handeln."))
        return redirect("citizen_accounts:acting")
    note_acting(user=acting_user(request), principal=principal)
    if principal.is_self:
        messages.success(request, _("Sie handeln jetzt wieder für sich selbst."))
    return redirect("citizen_accounts:start")

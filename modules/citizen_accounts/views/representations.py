"""New representations, and their end from either side."""

from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from modules.citizen_accounts.errors import CitizenAccountsError
from modules.citizen_accounts.forms.representations import RELATIONS_WITH_PROOF, ChildForm, ProvenForm
from modules.citizen_accounts.letters import ENDING
from modules.citizen_accounts.models import EndedBy, Relation, Representation
from modules.citizen_accounts.services import representations as services
from rathaus.accounts.session import acting_user, citizen_required
from rathaus.signing import BadLinkError, unsign
from rathaus.web.origin import cookieless_post


@citizen_required
@require_http_methods(["GET", "HEAD", "POST"])
def child(request: HttpRequest) -> HttpResponse:
    """Declare that one acts for a child."""
    form = ChildForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.declare_child(
                user=acting_user(request), key=form.cleaned_data["idem_key"], person=form.person()
            )
        except CitizenAccountsError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Sie können jetzt für %(name)s handeln.") % {"name": made.full_name})
            return redirect("citizen_accounts:acting")
    return render(request, "citizen_accounts/child.html", {"form": form})


@citizen_required
@require_http_methods(["GET", "HEAD", "POST"])
def with_proof(request: HttpRequest, relation: str) -> HttpResponse:
    """Send the document that proves that one may act for somebody of age."""
    if relation not in RELATIONS_WITH_PROOF:
        raise Http404
    form = ProvenForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.ask_to_represent(
                user=acting_user(request),
                key=form.cleaned_data["idem_key"],
                relation=relation,
                person=form.person(),
                proof=form.cleaned_data["proof"],
                valid_until=form.cleaned_data["valid_until"],
            )
        except CitizenAccountsError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Ihr Nachweis ist angekommen. Wir prüfen ihn und sagen Ihnen Bescheid."))
            return redirect("citizen_accounts:acting")
    return render(request, "citizen_accounts/with_proof.html", {"form": form, "relation": Relation(relation)})


@citizen_required
@require_POST
def end(request: HttpRequest, representation_id: UUID) -> HttpResponse:
    """End a representation, as the one who acts or as the one for whom somebody acts."""
    user = acting_user(request)
    mine = Q(representative=user) | (Q(email=user.email) & ~Q(email=""))
    representation = Representation.objects.filter(mine, pk=representation_id).first()
    if representation is None:
        return redirect("citizen_accounts:acting")
    by = EndedBy.REPRESENTATIVE if representation.representative_id == user.pk else EndedBy.PERSON
    services.end(representation=representation, by=by, actor=user)
    messages.success(request, _("Das ist beendet und wirkt sofort."))
    return redirect("citizen_accounts:acting")


@never_cache
@cookieless_post
@require_http_methods(["GET", "HEAD", "POST"])
def end_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Let the represented person end it by the link of their mail, without an account; GET only shows the page."""
    representation = _of_link(token)
    if representation is None:
        return render(request, "citizen_accounts/link_over.html", status=410)
    if request.method == "POST":
        representation = services.end(representation=representation, by=EndedBy.PERSON)
    return render(request, "citizen_accounts/end_by_link.html", {"representation": representation})


def _of_link(token: str) -> Representation | None:
    try:
        key = unsign(purpose=ENDING, token=token)
    except BadLinkError:
        return None
    return Representation.objects.select_related("representative").filter(pk=key).first()

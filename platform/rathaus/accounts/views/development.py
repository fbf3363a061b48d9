"""Sign-in as a demo person with one click. It exists only with DEBUG and on *.localhost."""

from uuid import UUID

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from rathaus.accounts import selectors, session
from rathaus.accounts.models import User
from rathaus.accounts.places import start_path
from rathaus.accounts.rights import rights_of
from rathaus.tenancy.context import tenant_or_none


@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Show a button for each demo person; POST signs in as one, staff as if with a second factor."""
    host = request.get_host().partition(":")[0].lower()
    if not settings.DEBUG or not (host == "localhost" or host.endswith(".localhost")):
        raise Http404
    people = selectors.demo_people()
    if request.method == "POST":
        return _sign_in(request, _chosen(request, people))
    offered = [(user, _words_for(user)) for user in people]
    return render(request, "accounts/development.html", {"people": offered})


def _words_for(user: User) -> str:
    """Return what the person is here: their roles, or a citizen; nothing for operators."""
    is_citizen = tenant_or_none() is not None and not rights_of(user).is_staff
    return gettext("Bürgerkonto") if is_citizen else selectors.role_words(user)


def _chosen(request: HttpRequest, people: QuerySet[User]) -> User:
    try:
        key = UUID(request.POST.get("person", ""))
    except ValueError:
        raise Http404 from None
    return get_object_or_404(people, pk=key)


def _sign_in(request: HttpRequest, user: User) -> HttpResponse:
    adapter = get_adapter()
    request.session.flush()
    adapter.login(request, user)
    if tenant_or_none() is None or rights_of(user).is_staff:
        session.note_password(request, user)
        session.note_second_factor(request, user)
    else:
        session.note_mail_code(request, user)
    response: HttpResponse = adapter.post_login(
        request,
        user,
        email_verification="none",
        signal_kwargs=None,
        email=user.email,
        signup=False,
        redirect_url=start_path(user),
    )
    return response

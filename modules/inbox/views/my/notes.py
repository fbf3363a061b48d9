"""What was discussed, as the citizen reads it, and the code that says who is on the telephone."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from modules.inbox.errors import InboxError
from modules.inbox.forms.my import ReplyForm
from modules.inbox.models import ContactNote
from modules.inbox.selectors.mine import shared_note_of
from modules.inbox.services.matching import code_ends_at, talk_code
from modules.inbox.services.writing import Topic, start_by_person
from modules.inbox.views.my.common import in_name_of, of_person
from modules.inbox.words import note_title
from rathaus.accounts.session import acting_user, citizen_required
from rathaus.web.answers import see_other


@of_person(shared_note_of)
@require_http_methods(["GET", "HEAD", "POST"])
def note(request: HttpRequest, note: ContactNote) -> HttpResponse:
    """Show the note of a talk; an answer begins a conversation about the same thing."""
    form = ReplyForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        topic = Topic(subject=note.subject, department=note.department, matter=note.matter, area=note.area)
        try:
            started = start_by_person(person=note.person, topic=topic, draft=form.draft(in_name_of(request)))
        except InboxError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Ihre Antwort ist angekommen."))
            return see_other(reverse("inbox:conversation", args=[started.pk]))
    return render(request, "inbox/my/note.html", {"note": note, "title": note_title(note), "form": form})


@citizen_required
@require_safe
def code(request: HttpRequest) -> HttpResponse:
    """Show the code that the person reads out to a clerk."""
    now = timezone.now()
    context = {"code": talk_code(acting_user(request), now=now), "until": code_ends_at(now)}
    return render(request, "inbox/my/code.html", context)

"""The address that a calendar program of staff reads. The token in it is the only key."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from modules.appointments.feeds import etag_of, feed_as_calendar
from modules.appointments.models import CalendarFeed
from modules.appointments.selectors.feeds import bookings_in, feed_by_token
from modules.appointments.services.feeds import note_feed_read


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponseBase:
    """Answer with the calendar, or with 304 where the program has it already; 404 for what does not exist any more.

    There is no Last-Modified: what was corrected by hand has no moment of its own, and ETag sees it all the same.
    """
    now = timezone.now()
    try:
        found = feed_by_token(token)
    except CalendarFeed.DoesNotExist:
        raise Http404 from None
    bookings = bookings_in(found, now)
    note_feed_read(feed=found, now=now)
    etag = etag_of(found, bookings)
    answer: HttpResponseBase | None = get_conditional_response(request, etag=etag)
    if answer is None:
        answer = HttpResponse(feed_as_calendar(found, bookings), content_type="text/calendar; charset=utf-8")
    answer["ETag"], answer["Cache-Control"] = etag, "private, no-cache"
    return answer

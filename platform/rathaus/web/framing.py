"""Pages in a frame on another homepage: how they are told apart. They work without a cookie, as all public pages do."""

from django.http import HttpRequest


def is_framed(request: HttpRequest) -> bool:
    """Return whether the browser asks for the page in order to show it in a frame.

    Each page that is opened inside the frame says so again (Fetch Metadata, W3C), so nothing has to be handed from
    page to page. A browser that says nothing gets the whole page, which works in a frame as well.
    """
    return request.headers.get("Sec-Fetch-Dest") == "iframe"

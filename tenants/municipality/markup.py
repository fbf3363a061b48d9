"""The small markup of legal pages: `## ` headings, `- ` lists, blank lines between paragraphs. Always escaped."""

from collections.abc import Iterator
from itertools import groupby

from django.utils.html import format_html, format_html_join, urlize
from django.utils.safestring import SafeString, mark_safe

HEADING = "## "
ITEM = "- "
OPEN_POINT = "[bitte ergänzen"


def render_markup(text: str) -> SafeString:
    """Return the text as HTML; whatever is typed stays text, web and mail addresses become links."""
    return format_html_join("\n", "{}", ((part,) for part in _parts(text)))


def open_points(text: str) -> int:
    """Return how many places of a draft still have to be filled in."""
    return text.lower().count(OPEN_POINT)


def _parts(text: str) -> Iterator[SafeString]:
    lines = [line.strip() for line in text.splitlines()]
    for kind, group in groupby(lines, key=_kind):
        if kind == "heading":
            yield from (format_html('<h2 class="kern-heading-medium">{}</h2>', line[3:]) for line in group)
        elif kind == "item":
            items = ((_linked(line[2:]),) for line in group)
            yield format_html(
                '<ul class="kern-list kern-list--bullet">{}</ul>', format_html_join("", "<li>{}</li>", items)
            )
        elif kind == "text":
            yield format_html("<p>{}</p>", format_html_join(_BREAK, "{}", ((_linked(line),) for line in group)))


_BREAK = mark_safe("<br>")  # a constant of ours


def _kind(line: str) -> str:
    if not line:
        return "blank"
    if line.startswith(HEADING):
        return "heading"
    return "item" if line.startswith(ITEM) else "text"


def _linked(line: str) -> SafeString:
    return mark_safe(urlize(line, autoescape=True))  # noqa: S308  # urlize has escaped the text

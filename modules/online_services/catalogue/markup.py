"""Service texts in simple Markdown: paragraphs, `- ` and `1. ` lists, `## ` headings, links, **strong**; escaped."""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final

from django.utils.html import format_html, format_html_join, urlize
from django.utils.safestring import SafeString, mark_safe

_NUMBERED: Final = re.compile(r"\d{1,2}\. ")
_LINK: Final = re.compile(r"\[([^\[\]]{1,200})\]\(((?:https://|mailto:|tel:|/)[^()\s]{1,500})\)")
_STRONG: Final = re.compile(r"\*\*([^*]{1,200})\*\*")
_BREAK: Final = mark_safe("<br>")  # a constant of ours


def render_text(text: str) -> SafeString:
    """Return the text as HTML; whatever is typed stays text, web and mail addresses become links."""
    return format_html_join("\n", "{}", ((part,) for part in _parts(text)))


def plain_text(text: str) -> str:
    """Return the text in one line, without marks: for lists, search engines and cards."""
    lines = (line.strip().removeprefix("## ").removeprefix("- ") for line in text.splitlines())
    bare = (_LINK.sub(r"\1", _NUMBERED.sub("", line, count=1)) for line in lines if line)
    return _STRONG.sub(r"\1", " ".join(bare))


def _parts(text: str) -> Iterator[SafeString]:
    lines = [line.strip() for line in text.splitlines()]
    for kind, group in groupby(lines, key=_kind):
        if kind == "heading":
            yield from (format_html('<h3 class="kern-title">{}</h3>', line[3:]) for line in group)
        elif kind == "bullet":
            yield _list("ul", "bullet", (line[2:] for line in group))
        elif kind == "number":
            yield _list("ol", "number", (_NUMBERED.sub("", line, count=1) for line in group))
        elif kind == "text":
            yield format_html("<p>{}</p>", format_html_join(_BREAK, "{}", ((_linked(line),) for line in group)))


def _kind(line: str) -> str:
    if not line:
        return "blank"
    if line.startswith("## "):
        return "heading"
    if _NUMBERED.match(line):
        return "number"
    return "bullet" if line.startswith("- ") else "text"


def _list(tag: str, style: str, items: Iterable[str]) -> SafeString:
    lines = format_html_join("", "<li>{}</li>", ((_linked(item),) for item in items))
    return format_html('<{} class="kern-list kern-list--{}">{}</{}>', tag, style, lines, tag)


def _linked(line: str) -> SafeString:
    """Return the line with strong words and links; each second part of the split is strong."""
    parts = _STRONG.split(line)
    shown = (
        format_html("<strong>{}</strong>", part) if index % 2 else _links(part) for index, part in enumerate(parts)
    )
    return format_html_join("", "{}", ((part,) for part in shown))


def _links(text: str) -> SafeString:
    """Return the text with its links; of three parts of the split the second is a label, the third its address."""
    parts = _LINK.split(text)
    found = []
    for index in range(0, len(parts), 3):
        found.append(mark_safe(urlize(parts[index], autoescape=True)))  # noqa: S308  # urlize has escaped the text
        if index + 2 < len(parts):
            found.append(format_html('<a href="{}">{}</a>', parts[index + 2], parts[index + 1]))
    return format_html_join("", "{}", ((part,) for part in found))

"""The same page in another language: English lives under /en/, plain German under /de-einfach/, German has no prefix.

Plain German ("Einfache Sprache", about B1) has a text of its own where the usual one is hard to read, and the usual one
otherwise. It is not Leichte Sprache, which has rules of its own and is tested by its readers.
"""

from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.urls import translate_url
from django.utils.translation import get_language

from rathaus.accounts.places import is_dashboard

PLAIN: Final = "de-einfach"


@dataclass(frozen=True)
class LanguageLink:
    """A language by its own name, and this page's address in it."""

    code: str  # as browsers know it: plain German is German
    name: str
    url: str


def translated_path(path: str, language: str) -> str:
    """Return the path in the given language; unchanged where the page has one language only."""
    return translate_url(path, language)


def home_path() -> str:
    """Return the address of the start page in the active language."""
    language = get_language() or settings.LANGUAGE_CODE
    return "/" if language == settings.LANGUAGE_CODE else f"/{language}/"


def other_languages(path: str) -> list[LanguageLink]:
    """Return links to the languages in which this page exists and which are not active."""
    links = []
    for code, name in settings.LANGUAGES:
        url = translated_path(path, code)
        if code != get_language() and url != path and not (code == PLAIN and is_dashboard(path)):
            links.append(LanguageLink(html_language(code), name, url))
    return links


def html_language(code: str | None = None) -> str:
    """Return the language as HTML names it, that of the page by default: "de" for plain German."""
    return (code or get_language() or settings.LANGUAGE_CODE).split("-")[0]

"""The same page in another language: English lives under /en/, German has no prefix."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import translate_url
from django.utils.translation import get_language, get_language_info


@dataclass(frozen=True)
class LanguageLink:
    """A language by its own name, and this page's address in it."""

    code: str
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
    for code, _name in settings.LANGUAGES:
        url = translated_path(path, code)
        if code != get_language() and url != path:
            links.append(LanguageLink(code, get_language_info(code)["name_local"], url))
    return links

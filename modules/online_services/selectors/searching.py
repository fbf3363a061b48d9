"""Find services by what people type: German stems, synonyms, the beginning of a word, and mistyped words."""

import re
from typing import Final

from django.contrib.postgres.search import SearchQuery, SearchRank, TrigramWordSimilarity
from django.db.models import BooleanField, Case, F, Q, QuerySet, Value, When

from modules.online_services.models import PublicService
from modules.online_services.selectors.catalogue import offered

LONGEST: Final = 100  # characters that are looked at
_MOST_WORDS: Final = 8
_ALIKE: Final = 0.5  # from here on a mistyped word counts as meant
_VERY_ALIKE: Final = 0.75
_WORD: Final = re.compile(r"\w{2,}")


def find_services(query: str, *, limit: int = 25) -> list[PublicService]:
    """Return the services that citizens see and that fit, the best first: two queries, none for an empty text."""
    return list(matching(offered(), query)[:limit]) if query.strip() else []


def matching(services: QuerySet[PublicService], query: str) -> QuerySet[PublicService]:
    """Return those of the services that fit, the best first.

    Those with all words come first and, where there are some, alone; else those with one of the words or with names
    that are written much the same.
    """
    text = query.strip().lower()[:LONGEST]
    words = list(dict.fromkeys(_WORD.findall(text)))[:_MOST_WORDS]
    if not words:
        return services.none()
    found = services.annotate(
        has_all=_has(" & ".join(map(_stem, words))),
        has_some=_has(" | ".join(map(_stem, words))),
        rank=SearchRank(F("search"), _query(" | ".join(map(_stem, words)))),
        likeness=TrigramWordSimilarity(text, "terms"),
    )
    fitting = Q(has_some=True) | Q(likeness__gte=_ALIKE)
    if found.filter(has_all=True).exists():
        fitting = Q(has_all=True) | Q(likeness__gte=_VERY_ALIKE)
    return found.filter(fitting).order_by("-has_all", -(F("rank") + F("likeness")), "-uses", "name", "id")


def _stem(word: str) -> str:
    """Return what finds the word anywhere, and its beginning in names and synonyms: "Perso" is no "Person"."""
    return f"({word}:*A | {word})"


def _has(words: str) -> Case:
    return Case(When(search=_query(words), then=Value(True)), default=Value(False), output_field=BooleanField())


def _query(words: str) -> SearchQuery:
    return SearchQuery(words, config="german", search_type="raw")

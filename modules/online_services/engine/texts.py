"""Texts of forms and services in several languages; German is the one that always exists."""

from typing import Any, Final

from django.utils.translation import get_language
from pydantic import ConfigDict, RootModel, model_validator

GERMAN: Final = "de"
LANGUAGES: Final = (GERMAN, "en", "de-einfach")


class Text(RootModel[dict[str, str]]):
    """What people read, by language: {"de": "Beginn", "en": "Start"}; a plain string stands for German alone.

    `str(text)` is the text in the active language, German where that lacks it, "" where there is none.
    """

    model_config = ConfigDict(frozen=True)
    root: dict[str, str] = {}

    @model_validator(mode="before")
    @classmethod
    def _read(cls, value: Any) -> Any:
        return ({GERMAN: value} if value else {}) if isinstance(value, str) else value

    @model_validator(mode="after")
    def _check(self) -> "Text":
        if self.root and not self.root.get(GERMAN):
            raise ValueError("The German text is missing.")
        if unknown := set(self.root) - set(LANGUAGES):
            raise ValueError(f"Unknown languages: {', '.join(sorted(unknown))}")
        return self

    def __str__(self) -> str:
        return self.in_language(get_language() or GERMAN)

    def __bool__(self) -> bool:
        return bool(self.root)

    def in_language(self, language: str) -> str:
        """Return the text in this language, else in German, else ""."""
        return self.root.get(language) or self.root.get(GERMAN, "")

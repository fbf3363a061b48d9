"""Find the translatable texts of an app in its Python files and templates, without system gettext."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.extract import extract_python
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[3]
SOURCES = ("platform/rathaus", "tenants", "modules", "billing")
IGNORED_FOLDERS = {"migrations", "node_modules", "__pycache__", "locale", "static"}

# Which arguments of a function are a text, its plural and its context (1 is the first argument).
FUNCTIONS: dict[str, tuple[int, int | None, int | None]] = {
    "gettext": (1, None, None),
    "gettext_lazy": (1, None, None),
    "gettext_noop": (1, None, None),
    "_": (1, None, None),
    "ngettext": (1, 2, None),
    "ngettext_lazy": (1, 2, None),
    "pgettext": (2, None, 1),
    "pgettext_lazy": (2, None, 1),
    "npgettext": (2, 3, 1),
    "npgettext_lazy": (2, 3, 1),
}


@dataclass(frozen=True, order=True)
class Text:
    """A translatable text of the source, by which gettext finds it: singular, plural and context."""

    singular: str
    plural: str = ""
    context: str = ""

    @property
    def msgid(self) -> str | tuple[str, str]:
        """The text as Babel's catalogs name it."""
        return (self.singular, self.plural) if self.plural else self.singular


def app_dirs(root: Path = ROOT) -> list[Path]:
    """Return the folders of all apps: those with an apps.py."""
    found = {path.parent for source in SOURCES for path in (root / source).rglob("apps.py")}
    return sorted(folder for folder in found if not _is_ignored(folder.relative_to(root)))


def collect(app_dir: Path) -> set[Text]:
    """Return all texts of an app, from Python and templates."""
    return set(places(app_dir))


def places(app_dir: Path) -> dict[Text, tuple[Path, int]]:
    """Return all texts of an app with the first place of each."""
    found: dict[Text, tuple[Path, int]] = {}
    for path in source_files(app_dir):
        for line, text in texts_in(path):
            found.setdefault(text, (path, line))
    return found


def source_files(folder: Path) -> Iterator[Path]:
    """Yield the app's Python and template files; folders that are apps of their own are theirs."""
    for path in sorted(folder.iterdir()):
        if path.is_dir():
            if path.name not in IGNORED_FOLDERS and not (path / "apps.py").exists():
                yield from source_files(path)
        elif path.suffix == ".py" or (path.suffix in {".html", ".txt"} and "templates" in path.parts):
            yield path


def texts_in(path: Path) -> Iterator[tuple[int, Text]]:
    """Yield line and text of each translation call or tag; raises SyntaxError for a broken template."""
    source = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        # Python's tokenizer must not take a template's indentation for its own.
        source = "\n".join(line.lstrip() for line in templatize(source, origin=str(path)).split("\n"))
    file = io.BytesIO(source.encode())
    for line, function, messages, _comments in extract_python(file, FUNCTIONS, (), {"encoding": "utf-8"}):  # type: ignore[arg-type]
        if text := _text_of(str(function), messages):
            yield line, text


def _text_of(function: str, messages: object) -> Text | None:
    arguments = messages if isinstance(messages, tuple) else (messages,)
    singular, plural, context = (
        arguments[place - 1] if place and place <= len(arguments) else "" for place in FUNCTIONS[function]
    )
    return Text(singular, plural or "", context or "") if isinstance(singular, str) and singular else None


def _is_ignored(path: Path) -> bool:
    return bool(IGNORED_FOLDERS & set(path.parts))

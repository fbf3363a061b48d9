"""Translations without system gettext: find every text, compare it with the English, compile the catalogs.

    python -m rathaus.web.translations check     list texts without English and wrong ones in plain German; exit code 1
    python -m rathaus.web.translations update    add missing texts (empty), drop those no longer used
    python -m rathaus.web.translations compile   write the .mo files that Django reads

All take folders of apps to limit them to, for example `modules/appointments`. An app is a folder with an apps.py; its
English stands in its own `locale/en/LC_MESSAGES/django.po`. German is the source and needs no catalog. Plain German
("Einfache Sprache") has one in `locale/de_Einfach` with only those texts that read differently there.
"""

import argparse
import io
import re
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from rathaus.web.extraction import ROOT, SOURCES, Text, app_dirs, collect, places

LANGUAGE = "en"
PLAIN_FOLDER = "de_Einfach"  # what Django's to_locale makes of languages.PLAIN
PLACEHOLDER = re.compile(r"%\(\w+\)s|\{\w*\}")
HEADER = """\
msgid ""
msgstr ""
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Language: en\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""


@dataclass(frozen=True, order=True)
class Finding:
    """A text with the place where it stands, and what is wrong with its translation."""

    path: Path
    line: int
    text: str
    problem: str = "has no English"

    def __str__(self) -> str:
        """Return "modules/x/forms.py:12: has no English: Termin buchen"."""
        place = self.path.relative_to(ROOT) if self.path.is_relative_to(ROOT) else self.path
        return f"{place}:{self.line}: {self.problem}: {self.text}"


def missing(app_dir: Path) -> list[Finding]:
    """Return the app's texts that have no English, or one whose placeholders differ from the German."""
    catalog = read_catalog(app_dir)
    findings = []
    for text, (path, line) in places(app_dir).items():
        if problem := _problem(catalog.get(text.msgid, text.context or None), text):
            findings.append(Finding(path, line, text.singular, problem))
    return sorted(findings)


def _problem(message: Message | None, text: Text) -> str:
    strings = _strings(message)
    if message is None or message.fuzzy or len(strings) < 1 + bool(text.plural) or not all(strings):
        return "has no English"
    expected = set(PLACEHOLDER.findall(text.singular + text.plural))
    used = set(PLACEHOLDER.findall(" ".join(strings)))
    return "" if used == expected else "has other placeholders in English"


def _strings(message: Message | None) -> tuple[str, ...]:
    if message is None:
        return ()
    return tuple(message.string) if isinstance(message.string, (tuple, list)) else (message.string or "",)


def obsolete(app_dir: Path) -> list[Finding]:
    """Return the texts of the app's catalog that the source no longer has."""
    used = {(text.singular, text.context) for text in collect(app_dir)}
    return [
        Finding(catalog_path(app_dir), message.lineno or 1, _key(message)[0], "is no longer used")
        for message in _messages(read_catalog(app_dir))
        if _key(message) not in used
    ]


def contradicting(app_dirs_: Iterable[Path]) -> list[Finding]:
    """Return texts that two apps translate differently: Django merges the catalogs, so one would lose."""
    first: dict[tuple[str, str], tuple[Path, tuple[str, ...]]] = {}
    findings = []
    for app_dir in app_dirs_:
        for message in _messages(read_catalog(app_dir)):
            owner, english = first.setdefault(_key(message), (app_dir, _strings(message)))
            if english != _strings(message) and all(english) and all(_strings(message)):
                problem = f"has another English in {owner.name} (give one of them a context)"
                findings.append(Finding(catalog_path(app_dir), message.lineno or 1, _key(message)[0], problem))
    return findings


def homeless(root: Path = ROOT) -> list[Finding]:
    """Return texts outside of any app: no catalog can hold them."""
    findings = []
    for source in SOURCES:
        if (root / source).is_dir() and not (root / source / "apps.py").exists():
            for text, (path, line) in places(root / source).items():
                findings.append(Finding(path, line, text.singular, "belongs to no app"))
    return findings


def update(app_dir: Path) -> bool:
    """Bring the app's catalog in line with its source; returns whether it changed."""
    old, new = read_catalog(app_dir), Catalog(locale=LANGUAGE)
    for text in sorted(collect(app_dir)):
        former = old.get(text.msgid, text.context or None)
        keeps = former is not None and bool(text.plural) == former.pluralizable
        new.add(text.msgid, former.string if former and keeps else None, context=text.context or None)
    if not len(new) and not catalog_path(app_dir).exists():
        return False
    return _write_if_changed(catalog_path(app_dir), HEADER.encode() + _as_po(new))


def wrong_in_plain(app_dir: Path) -> list[Finding]:
    """Return the plain German texts that stand for no text of the app, are empty or have other placeholders."""
    path = catalog_path(app_dir, PLAIN_FOLDER)
    used = {(text.singular, text.context): text for text in collect(app_dir)} if path.exists() else {}
    findings = []
    for message in _messages(read_catalog(app_dir, PLAIN_FOLDER)):
        text = used.get(_key(message))
        if problem := _plain_problem(message, text):
            findings.append(Finding(path, message.lineno or 1, _key(message)[0], problem))
    return findings


def _plain_problem(message: Message, text: Text | None) -> str:
    if text is None or bool(text.plural) != message.pluralizable:
        return "stands for no text of the app in plain German"
    if not all(_strings(message)):
        return "is empty in plain German"
    expected = set(PLACEHOLDER.findall(text.singular + text.plural))
    used = set(PLACEHOLDER.findall(" ".join(_strings(message))))
    return "" if used == expected else "has other placeholders in plain German"


def compile_catalog(app_dir: Path) -> bool:
    """Write the .mo files beside the app's catalogs; returns whether any changed."""
    return sum(_compile(app_dir, folder) for folder in (LANGUAGE, PLAIN_FOLDER)) > 0


def _compile(app_dir: Path, folder: str) -> bool:
    if not catalog_path(app_dir, folder).exists():
        return False
    target = io.BytesIO()
    write_mo(target, read_catalog(app_dir, folder))
    return _write_if_changed(catalog_path(app_dir, folder).with_suffix(".mo"), target.getvalue())


def compile_all(root: Path = ROOT) -> int:
    """Write the .mo files of all apps; returns how many changed."""
    return sum(compile_catalog(app_dir) for app_dir in app_dirs(root))


def catalog_path(app_dir: Path, folder: str = LANGUAGE) -> Path:
    """Return where the app's English stands, or its plain German."""
    return app_dir / "locale" / folder / "LC_MESSAGES" / "django.po"


def read_catalog(app_dir: Path, folder: str = LANGUAGE) -> Catalog:
    """Return the app's English or plain German, empty when it has none yet."""
    path, locale = catalog_path(app_dir, folder), folder.partition("_")[0]
    if not path.exists():
        return Catalog(locale=locale)
    with path.open("rb") as file:
        return read_po(file, locale=locale, ignore_obsolete=True, abort_invalid=True)


def _messages(catalog: Catalog) -> Iterator[Message]:
    return (message for message in catalog if message.id)


def _key(message: Message) -> tuple[str, str]:
    singular = message.id[0] if isinstance(message.id, (tuple, list)) else message.id
    return singular, message.context or ""


def _as_po(catalog: Catalog) -> bytes:
    target = io.BytesIO()
    write_po(target, catalog, width=110, no_location=True, omit_header=True, sort_output=True)
    return target.getvalue().rstrip() + b"\n"


def _write_if_changed(path: Path, content: bytes) -> bool:
    if path.exists() and path.read_bytes() == content:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(content)
    Path(file.name).replace(path)  # several test workers may compile at once
    return True


def check(app_dirs_: Iterable[Path]) -> list[Finding]:
    """Return everything that is wrong with the catalogs of these apps."""
    checks = (missing, obsolete, wrong_in_plain)
    return [finding for app_dir in app_dirs_ for check_one in checks for finding in check_one(app_dir)]


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    options = _parser().parse_args(arguments)
    chosen = [path.resolve() for path in options.apps] or app_dirs()
    if options.command == "check":
        everywhere = [] if options.apps else [*contradicting(chosen), *homeless()]
        return _report([*check(chosen), *everywhere])
    action = update if options.command == "update" else compile_catalog
    for app_dir in chosen:
        if action(app_dir):
            sys.stdout.write(f"{options.command}d {app_dir.relative_to(ROOT)}\n")
    return 0


def _report(findings: list[Finding]) -> int:
    for finding in findings:
        sys.stdout.write(f"{finding}\n")
    sys.stdout.write(f"{len(findings)} texts to mend.\n" if findings else "Every text has its English.\n")
    return 1 if findings else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m rathaus.web.translations", description="German texts and their English"
    )
    parser.add_argument("command", choices=["check", "compile", "update"])
    parser.add_argument("apps", nargs="*", type=Path, help="folders of apps; all when none is given")
    return parser


if __name__ == "__main__":
    sys.exit(main())

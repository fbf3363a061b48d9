"""Bring texts and addresses of the former homepage: one CSV line for each service, checked before it is carried out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

from django.db import transaction
from django.utils.translation import gettext as _

from modules.online_services.catalogue.layers import TEXTS
from modules.online_services.engine.texts import GERMAN
from modules.online_services.models import PublicService, Redirect
from modules.online_services.services.describing import refresh, slug_of
from rathaus.accounts.models import Department, User
from rathaus.audit.services import record
from rathaus.files.tables import Row, read_table

COLUMNS: Final[Mapping[str, str]] = {
    **{name: name for name in TEXTS},
    "schlüssel": "key",
    "schluessel": "key",
    "key": "key",
    "leika": "leika_key",
    "leika-schlüssel": "leika_key",
    "leika_key": "leika_key",
    "name": "name",
    "leistung": "name",
    "titel": "name",
    "kurztext": "short_text",
    "teaser": "short_text",
    "beschreibung": "full_text",
    "volltext": "full_text",
    "unterlagen": "documents",
    "voraussetzungen": "requirements",
    "kosten": "fees",
    "gebühren": "fees",
    "gebuehren": "fees",
    "ablauf": "procedure",
    "verfahren": "procedure",
    "dauer": "duration",
    "bearbeitungsdauer": "duration",
    "frist": "deadlines",
    "fristen": "deadlines",
    "rechtsgrundlage": "legal_basis",
    "rechtsbehelf": "legal_remedy",
    "hinweise": "further_information",
    "mehr": "further_information",
    "abteilung": "department",
    "zuständig": "department",
    "suchwörter": "synonyms",
    "synonyme": "synonyms",
    "alte adresse": "old_path",
    "alte_adresse": "old_path",
    "adresse alt": "old_path",
    "url": "old_path",
}
HEADINGS: Final = ("Schlüssel", "Name", "Kurztext", "Beschreibung", "Unterlagen", "Kosten", "Abteilung", "Alte Adresse")


@dataclass(slots=True)
class RowReport:
    """One line of the file: what it does, or why it does nothing. `outcome`: new, changed, same or error."""

    line: int
    title: str
    outcome: str = "same"
    messages: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Report:
    """The whole file; `is_carried_out` says whether anything was written."""

    rows: Sequence[RowReport]
    is_carried_out: bool

    def count(self, outcome: str) -> int:
        """Return how many lines ended so."""
        return sum(row.outcome == outcome for row in self.rows)


@transaction.atomic
def import_catalogue(*, data: bytes, actor: User | None, dry_run: bool, actor_kind: str | None = None) -> Report:
    """Take over texts and old addresses, the good lines, each once; with `dry_run` only say what would happen.

    A line belongs to the service with its key, else its LeiKa key, else its name; where there is none it makes one.
    Raises UnreadableTableError with a sentence that says what to do.
    """
    rows = read_table(data, columns=COLUMNS, required=("name",))
    importer = _Importer(dry_run=dry_run)
    report = Report([importer.take(row) for row in rows], is_carried_out=not dry_run)
    if dry_run:
        return report
    details = {"new": report.count("new"), "changed": report.count("changed")}
    record(action="online_services.texts_imported", actor=actor, actor_kind=actor_kind, details=details)
    return report


def path_of(address: str) -> str:
    """Return path and query of an old address, whole or not: "https://www.stadt.example/hund.php?id=3"."""
    parts = urlsplit(address.strip())
    path = parts.path if parts.path.startswith("/") else f"/{parts.path}"
    return f"{path}?{parts.query}"[:300] if parts.query else path[:300]


class _Importer:
    """Knows what is here, and goes through the lines."""

    def __init__(self, *, dry_run: bool) -> None:
        self.dry_run = dry_run
        services = list(PublicService.objects.all())
        self.by_key = {service.key: service for service in services}
        self.by_leika = {key: one for one in services if (key := one.content.get("leika_key"))}
        self.by_name = {service.name.casefold(): service for service in services}
        self.slugs = {service.slug for service in services}
        self.departments = {name.casefold(): one for one in Department.objects.all() for name in _names(one)}
        self.redirects = dict(Redirect.objects.values_list("old_path", "service_id"))

    def take(self, row: Row) -> RowReport:
        cells = {name: text.strip() for name, text in row.cells.items() if text.strip()}
        report = RowReport(row.line, cells.get("name", ""))
        if not report.title:
            report.outcome = "error"
            report.messages.append(_("Der Name der Leistung fehlt."))
            return report
        service = self._find(cells) or self._new(cells["name"])
        is_new = service._state.adding  # noqa: SLF001  Django documents it
        is_changed = self._fill(service, cells, report)
        if (is_new or is_changed) and not self.dry_run:
            refresh(service=service)
        is_moved = self._redirect(service, cells.get("old_path", ""), report)
        report.outcome = "new" if is_new else "changed" if is_changed or is_moved else "same"
        return report

    def _find(self, cells: Mapping[str, str]) -> PublicService | None:
        return (
            self.by_key.get(cells.get("key", ""))
            or self.by_leika.get(cells.get("leika_key", ""))
            or self.by_name.get(cells["name"].casefold())
        )

    def _new(self, name: str) -> PublicService:
        slug = base = slug_of(name)
        number = 2
        while slug in self.slugs or slug in self.by_key:
            slug, number = f"{base}-{number}", number + 1
        service = PublicService(slug=slug, key=slug, accepted={"key": slug}, name=name)
        self.slugs.add(slug)
        self.by_key[slug] = self.by_name[name.casefold()] = service
        return service

    def _fill(self, service: PublicService, cells: Mapping[str, str], report: RowReport) -> bool:
        """Put what the line says into the own layer; a text that is said already is no change."""
        own, before = {**service.own}, (service.own, service.department_id)
        said = {name: text for name, text in cells.items() if name in TEXTS and text != _german(service, name)}
        if said:
            own["texts"] = {**own.get("texts", {}), **{name: {GERMAN: text} for name, text in said.items()}}
        if "synonyms" in cells:
            own["synonyms"] = _listed(cells["synonyms"])
        service.own = own
        if name := cells.get("department"):
            service.department = self.departments.get(name.casefold(), service.department)
            if name.casefold() not in self.departments:
                report.messages.append(_("Die Abteilung „%(name)s“ gibt es hier nicht.") % {"name": name})
        return before != (service.own, service.department_id)

    def _redirect(self, service: PublicService, address: str, report: RowReport) -> bool:
        if not address:
            return False
        path = path_of(address)
        if path == "/":
            report.messages.append(_("Die alte Adresse ist die Startseite und wird nicht weitergeleitet."))
            return False
        if self.redirects.get(path) == service.pk:
            return False
        self.redirects[path] = service.pk
        if not self.dry_run:
            Redirect.objects.update_or_create(old_path=path, defaults={"service": service})
        return True


def _names(department: Department) -> Iterable[str]:
    return [name for name in (department.name, department.short_name) if name]


def _german(service: PublicService, name: str) -> str:
    return str(service.content.get("texts", {}).get(name, {}).get(GERMAN, ""))


def _listed(text: str) -> list[str]:
    return [word for part in text.replace(";", ",").split(",") if (word := part.strip())]

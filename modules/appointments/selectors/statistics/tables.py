"""The tables of the statistics page."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext as _

from modules.appointments.models import Channel, Origin
from modules.appointments.selectors.statistics.cells import Column, Kind, Table, share, step_in_words
from modules.appointments.selectors.statistics.counting import BUCKETS, Line
from modules.appointments.selectors.statistics.overview import Overview, usage_of
from modules.appointments.selectors.statistics.protecting import Shown
from rathaus.web.wording import short_date

Row = Sequence[Any]


def all_tables(figures: Overview) -> list[Table]:
    """Return the tables in the order of the page."""
    makers = (
        time_table,
        origin_table,
        concern_table,
        ahead_table,
        lead_table,
        team_table,
        capacity_table,
        saved_table,
    )
    return [make(figures) for make in makers]


def time_table(figures: Overview) -> Table:
    """Return what was booked day by day, week by week or month by month."""
    rows = [(step_in_words(figures.step, line.key), *_states(line)) for line in figures.by_time]
    return Table("verlauf", _("Verlauf"), (Column(_("Wann"), Kind.TEXT), *_state_columns()), rows)


def origin_table(figures: Overview) -> Table:
    """Return by which way people booked and how they talk."""
    all_of = figures.now.booked
    channels = [
        (label, sum(n for (_o, way), n in figures.origins.items() if way == key)) for key, label in Channel.choices
    ]
    rows: list[Row] = [
        (_("Gebucht: %(way)s") % {"way": label}, n, share(n, all_of)) for label, n in counts_by_origin(figures)
    ]
    rows += [(_("Gespräch: %(way)s") % {"way": label}, n, share(n, all_of)) for label, n in channels if n]
    if figures.now.walk_ins:
        rows.append((_("Außerdem ohne Termin bedient"), figures.now.walk_ins, None))
    return Table("wege", _("Wege"), _counted(_("Weg")), rows)


def counts_by_origin(figures: Overview) -> list[tuple[str, int]]:
    """Return how many came in by each way, those that nobody took left out."""
    counts = [
        (str(label), sum(n for (way, _c), n in figures.origins.items() if way == key)) for key, label in Origin.choices
    ]
    return [(label, count) for label, count in counts if count]


def concern_table(figures: Overview) -> Table:
    """Return the appointments by concern."""
    rows = [(line.key, *_states(line), share(line.no_show, line.marked)) for line in figures.concerns]
    columns = (Column(_("Anliegen"), Kind.TEXT), *_state_columns(), Column(_("Anteil nicht erschienen"), Kind.PERCENT))
    return Table(
        "anliegen", _("Anliegen"), columns, rows, [_("Bei mehreren Anliegen in einem Besuch zählt hier das erste.")]
    )


def ahead_table(figures: Overview) -> Table:
    """Return how long before people book."""
    labels = [_("am selben Tag"), *(_("bis %(days)s Tage vorher") % {"days": days} for days in BUCKETS[1:])]
    labels.append(_("mehr als %(days)s Tage vorher") % {"days": BUCKETS[-1]})
    all_of = sum(figures.days_ahead)
    rows = [(label, n, share(n, all_of)) for label, n in zip(labels, figures.days_ahead, strict=True)]
    return Table("vorlauf", _("So lange vorher wird gebucht"), _counted(_("Abstand")), rows if all_of else [])


def lead_table(figures: Overview) -> Table:
    """Return how long people wait for the next free time."""
    columns = (
        Column(_("Anliegen"), Kind.TEXT),
        Column(_("Tage im Schnitt"), Kind.DAYS),
        Column(_("Tage höchstens"), Kind.DAYS),
        Column(_("Tage, an denen nichts frei war")),
    )
    rows = [(line.concern, line.mean, line.most, line.empty) for line in figures.leads]
    note = _("Jeden Tag um 10 Uhr sehen wir nach, wann für jedes Anliegen die nächste Zeit für alle frei ist.")
    return Table("freie-termine", _("Bis zum nächsten freien Termin"), columns, rows, [note])


def team_table(figures: Overview) -> Table:
    """Return waiting and handling by team, as far as it may be told."""
    columns = (
        Column(_("Team"), Kind.TEXT),
        Column(_("Minuten Wartezeit"), Kind.MINUTES),
        Column(_("Minuten Bearbeitung"), Kind.MINUTES),
    )
    rows: list[Row] = [
        (f"{pool.name}, {pool.location.name}", _mean(figures.waiting, pool.pk), _mean(figures.handling, pool.pk))
        for pool in figures.teams
    ]
    if rows:
        rows.append((_("Alle Teams des Rathauses"), _mean(figures.waiting, None), _mean(figures.handling, None)))
    return Table("zeiten", _("Warten und Bearbeiten"), columns, rows, _notes_on_times(figures))


def capacity_table(figures: Overview) -> Table:
    """Return the share of places taken by hour and weekday."""
    weekdays = sorted({weekday for weekday, _hour in figures.capacity})
    hours = sorted({hour for _weekday, hour in figures.capacity})
    rows = [
        (_("%(hour)s Uhr") % {"hour": hour}, *(_usage_at(figures, weekday, hour) for weekday in weekdays))
        for hour in hours
    ]
    columns = (
        Column(_("Stunde"), Kind.TEXT),
        *(Column(str(WEEKDAYS_ABBR[weekday - 1]), Kind.PERCENT) for weekday in weekdays),
    )
    notes = [
        _("Belegte Zeit geteilt durch geöffnete Zeit aller Plätze. Wer nicht kam, zählt mit; Wartenummern nicht."),
        _("Nach Anliegen lässt sich das nicht trennen: Sie teilen sich die Plätze."),
    ]
    return Table("auslastung", _("Auslastung"), columns, rows, notes)


def saved_table(figures: Overview) -> Table:
    """Return what people were spared, and say how it is counted."""
    now = figures.now
    rows: list[Row] = [
        (_("Wege: Gespräche am Telefon oder per Video"), now.remote),
        (_("Wege: weitere Anliegen im selben Besuch"), now.further),
        (_("Wege: Termine, die direkt auf einen anderen folgen"), now.chained),
        (_("Wege zusammen"), now.saved_visits),
        (_("Anrufe: im Internet gebucht"), now.online),
        (_("Anrufe: im Internet verschoben"), now.moved_online),
        (_("Anrufe: im Internet abgesagt"), now.cancelled_online),
        (_("Anrufe zusammen"), now.saved_calls),
    ]
    notes = [
        _("Ein Weg ist gespart, wenn das Gespräch stattfand und niemand dafür eigens ins Rathaus musste."),
        _("Ein Anruf ist gespart, wenn jemand selbst gebucht, verschoben oder abgesagt hat."),
        _("Ob sonst wirklich jemand gekommen wäre oder angerufen hätte, wissen wir nicht."),
    ]
    return Table("erspart", _("Erspart"), (Column(_("Was"), Kind.TEXT), Column(_("Wie oft"))), rows, notes)


def _counted(label: str) -> tuple[Column, ...]:
    return Column(label, Kind.TEXT), Column(_("Termine")), Column(_("Anteil"), Kind.PERCENT)


def _state_columns() -> tuple[Column, ...]:
    return Column(_("Gebucht")), Column(_("Abgesagt")), Column(_("Nicht erschienen"))


def _states(line: Line) -> tuple[int, int, int]:
    return line.booked, line.cancelled, line.no_show


def _mean(shown: Shown, team: UUID | None) -> float | str:
    """Return the mean of a team, or of all; where none may be told, the reason."""
    mean = shown.teams.get(team) if team else shown.total
    value = mean.value if mean else None
    return _("zu wenige Fälle") if value is None else value


def _usage_at(figures: Overview, weekday: int, hour: int) -> float | None:
    found = figures.capacity.get((weekday, hour))
    return usage_of([found]) if found else None


def _notes_on_times(figures: Overview) -> list[str]:
    months = {"first": short_date(figures.months.first), "last": short_date(figures.months.last)}
    return [
        _("Nur ganze Monate: %(first)s bis %(last)s. Für alle Anliegen zusammen.") % months,
        _("Nie für einzelne Personen: Ein Monat zählt nur, wenn ein Team fünf Fälle und zwei Plätze hat."),
        _("Fehlt ein Team, kann ein zweites fehlen, damit sich das erste nicht errechnen lässt."),
        _("Gewartet wird ab der Ankunft, frühestens ab dem vereinbarten Beginn. Über vier Stunden zählt nichts."),
    ]

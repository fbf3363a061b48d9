"""What a new municipality starts with: usual pools, hours and concerns, to be changed rather than typed.

Fees as of 2026: PAuswGebV § 1 (46,00 €; 27,60 € below 24 years), PassV § 15 (70,00 €; 37,50 € below 24 years; express
32,00 € more), JVKostG Anlage Nr. 1130 (13,00 €). What a municipality decides itself has no amount.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time
from typing import Any, Final

from modules.appointments.models import Audience, Concern, ConcernWindow, OpeningHours, Pool
from modules.appointments.services import (
    AnswerWish,
    QuestionWish,
    change_opening_hours,
    save_concern,
    save_pool,
    save_questions,
    save_windows,
)
from rathaus.accounts.models import User
from tenants.municipality.models import Location
from tenants.municipality.selectors import get_profile

COUNTERS: Final = "Bürgerbüro"
REGISTRY: Final = "Standesamt"
TRADE: Final = "Gewerbe"

TUESDAY: Final = 1
MORNING: Final = (time(9), time(12))
LONG_AFTERNOON: Final = (time(13), time(18))
SHORT_AFTERNOON: Final = (time(13), time(16))
WEEK: Final = (
    *((weekday, MORNING) for weekday in range(5)),
    (TUESDAY, LONG_AFTERNOON),
    (3, SHORT_AFTERNOON),
)
PLACES: Final = {COUNTERS: (2, 3), REGISTRY: (1, 1), TRADE: (1, 1)}  # for everybody, for staff in all

_ID_CARD_QUESTION: Final = QuestionWish(
    text="Für wen ist der Ausweis?",
    answers=(
        AnswerWish(label="Für eine Person ab 24 Jahren", fee_note="46,00 € mit Karte oder bar"),
        AnswerWish(label="Für eine Person von 16 bis 23 Jahren", fee_note="27,60 € mit Karte oder bar"),
        AnswerWish(
            label="Für ein Kind unter 16 Jahren",
            extra_minutes=5,
            documents="Geburtsurkunde\nZustimmung aller Sorgeberechtigten | mit Kopie ihrer Ausweise",
            fee_note="27,60 € mit Karte oder bar",
            hint="Das Kind kommt bitte mit.",
        ),
    ),
)
_PASSPORT_QUESTION: Final = QuestionWish(
    text="Für wen ist der Reisepass?",
    answers=(
        AnswerWish(
            label="Für eine Person ab 24 Jahren", fee_note="70,00 € mit Karte oder bar, im Express 32,00 € mehr"
        ),
        AnswerWish(
            label="Für eine Person von 18 bis 23 Jahren",
            fee_note="37,50 € mit Karte oder bar, im Express 32,00 € mehr",
        ),
        AnswerWish(
            label="Für ein Kind unter 18 Jahren",
            extra_minutes=5,
            documents="Geburtsurkunde\nZustimmung aller Sorgeberechtigten | mit Kopie ihrer Ausweise",
            fee_note="37,50 € mit Karte oder bar, im Express 32,00 € mehr",
            hint="Das Kind kommt bitte mit.",
        ),
    ),
)
_MOVE_QUESTION: Final = QuestionWish(
    text="Woher ziehen Sie um?",
    answers=(
        AnswerWish(label="Aus einer anderen Gemeinde in Deutschland"),
        AnswerWish(label="Innerhalb der Gemeinde"),
        AnswerWish(
            label="Aus dem Ausland",
            extra_minutes=10,
            documents="Reisepass oder Aufenthaltstitel\nGeburts- und Heiratsurkunden | wenn vorhanden mit Übersetzung",
        ),
    ),
)
_MARRIAGE_QUESTION: Final = QuestionWish(
    text="War eine oder einer von Ihnen schon verheiratet?",
    answers=(
        AnswerWish(label="Nein"),
        AnswerWish(
            label="Ja",
            extra_minutes=15,
            documents="Eheurkunde der letzten Ehe | mit Vermerk, wie sie endete",
        ),
    ),
)
_PHOTO: Final = "Biometrisches Passfoto | digital aus dem Fotostudio oder hier am Automaten (6,00 €)"


_UNTIL_FETCHED: Final = 90  # days: the printing works take weeks, and without a contact nobody can be told


@dataclass(frozen=True)
class Sample:
    """A concern with the pools that it needs and what is asked before."""

    group: str
    name: str
    first_minutes: int
    pools: Sequence[str] = (COUNTERS,)
    questions: Sequence[QuestionWish] = ()
    only_tuesdays: bool = False
    further: Any = None  # what else the concern's row says


SAMPLES: Final = (
    Sample(
        "Ausweise und Pässe",
        "Personalausweis beantragen",
        20,
        questions=(_ID_CARD_QUESTION,),
        further={
            "keywords": "Perso Ausweis neu abgelaufen verloren Kinderausweis",
            "further_minutes": 15,
            "max_persons": 5,
            "documents": f"Alter Personalausweis oder Reisepass | auch wenn er abgelaufen ist\n{_PHOTO}",
            "fee_note": "46,00 €, unter 24 Jahren 27,60 €",
            "result": "Personalausweis",
            "retention_days": _UNTIL_FETCHED,
        },
    ),
    Sample(
        "Ausweise und Pässe",
        "Reisepass beantragen",
        20,
        questions=(_PASSPORT_QUESTION,),
        further={
            "keywords": "Pass Express Kinderreisepass Urlaub",
            "further_minutes": 15,
            "max_persons": 5,
            "documents": f"Alter Reisepass oder Personalausweis\n{_PHOTO}",
            "fee_note": "70,00 €, unter 24 Jahren 37,50 €",
            "result": "Reisepass",
            "retention_days": _UNTIL_FETCHED,
        },
    ),
    Sample(
        "Ausweise und Pässe",
        "Ausweis oder Pass abholen",
        5,
        further={
            "keywords": "Abholung fertig liegt bereit",
            "is_collection": True,
            "has_waiting_list": False,
            "max_persons": 4,
            "further_minutes": 5,
            "documents": "Alter Ausweis oder Pass\nVollmacht | wenn Sie für jemand anderen abholen",
        },
    ),
    Sample(
        "Wohnen und Umziehen",
        "Wohnung anmelden oder ummelden",
        15,
        questions=(_MOVE_QUESTION,),
        further={
            "keywords": "Umzug Wohnsitz Meldeamt Adresse anmelden ummelden",
            "further_minutes": 5,
            "max_persons": 8,
            "documents": "Ausweise aller, die umziehen\nWohnungsgeberbestätigung | füllt aus, wer vermietet",
            "fee_note": "Kostet nichts.",
        },
    ),
    Sample(
        "Wohnen und Umziehen",
        "Meldebescheinigung",
        10,
        further={"keywords": "Bescheinigung Wohnsitz Nachweis", "documents": "Personalausweis oder Reisepass"},
    ),
    Sample(
        "Bescheinigungen",
        "Beglaubigung",
        10,
        further={
            "keywords": "Kopie Zeugnis Unterschrift beglaubigen",
            "documents": "Original und Kopie\nPersonalausweis oder Reisepass",
            "fee_note": "Je nach Zahl der Seiten.",
        },
    ),
    Sample(
        "Bescheinigungen",
        "Führungszeugnis beantragen",
        10,
        further={
            "keywords": "polizeiliches Führungszeugnis erweitert",
            "documents": "Personalausweis oder Reisepass\nAufforderung | beim erweiterten Führungszeugnis",
            "fee_note": "13,00 €",
        },
    ),
    Sample(
        "Gewerbe",
        "Gewerbe anmelden, ummelden oder abmelden",
        30,
        pools=(TRADE,),
        only_tuesdays=True,
        further={
            "keywords": "Firma selbstständig Betrieb",
            "documents": "Personalausweis oder Reisepass\nHandwerkskarte oder Erlaubnis | wenn Ihr Gewerbe sie braucht",
            "fee_note": "Nach der Gebührenordnung des Landes.",
            "lead_minutes": 24 * 60,
        },
    ),
    Sample(
        "Familie",
        "Eheschließung anmelden",
        45,
        pools=(REGISTRY, COUNTERS),
        questions=(_MARRIAGE_QUESTION,),
        further={
            "keywords": "Heirat Hochzeit Trauung Standesamt",
            "description": "Bitte kommen Sie zu zweit. Den Tag der Trauung legen wir bei diesem Termin fest.",
            "documents": "Personalausweise oder Reisepässe\nBeglaubigte Abschriften aus dem Geburtenregister",
            "lead_minutes": 24 * 60,
            "horizon_days": 180,
            "max_parallel": 1,
        },
    ),
    Sample(
        "Familie",
        "Urkunde aus dem Standesamt",
        10,
        pools=(REGISTRY,),
        further={
            "keywords": "Geburtsurkunde Sterbeurkunde Eheurkunde",
            "documents": "Personalausweis oder Reisepass",
        },
    ),
    Sample(
        "Familie",
        "Trauung",
        60,
        pools=(REGISTRY,),
        further={"keywords": "Hochzeit Saal", "audience": Audience.STAFF, "horizon_days": 180},
    ),
)


def create_samples(actor: User | None) -> None:
    """Set up the first location with pools, hours and concerns; leaves a municipality alone that has any pool."""
    if Pool.objects.exists():
        return
    location = _first_location()
    pools = {name: _create_pool(location, name, position, actor) for position, name in enumerate(PLACES)}
    for position, sample in enumerate(SAMPLES):
        create_concern(sample, position, {location: [pools[name] for name in sample.pools]}, actor)


def create_concern(sample: Sample, position: int, places: dict[Location, list[Pool]], actor: User | None) -> Concern:
    """Create the concern of a sample at these places."""
    concern = Concern(
        group=sample.group,
        name=sample.name,
        first_minutes=sample.first_minutes,
        position=position,
        **(sample.further or {}),
    )
    save_concern(concern=concern, places=places, actor=actor)
    if sample.questions:
        save_questions(concern=concern, questions=sample.questions, actor=actor)
    if sample.only_tuesdays:
        windows = [
            ConcernWindow(weekday=TUESDAY, starts_at=start, ends_at=end) for start, end in (MORNING, LONG_AFTERNOON)
        ]
        save_windows(concern=concern, windows=windows, actor=actor)
    return concern


def _first_location() -> Location:
    """Return the municipality's first location; a Bürgerbüro at the town hall's address where there is none."""
    profile = get_profile()
    return Location.objects.first() or Location.objects.create(
        name="Bürgerbüro im Rathaus",
        street=profile.street,
        postal_code=profile.postal_code,
        city=profile.city,
        phone=profile.phone,
        entrance="Haupteingang, Erdgeschoss",
        step_free=True,
    )


def _create_pool(location: Location, name: str, position: int, actor: User | None) -> Pool:
    places, staff_places = PLACES[name]
    pool = save_pool(pool=Pool(location=location, name=name, counters=places, position=position), actor=actor)
    hours = [
        OpeningHours(weekday=weekday, starts_at=start, ends_at=end, places=places, staff_places=staff_places)
        for weekday, (start, end) in WEEK
    ]
    change_opening_hours(pool=pool, save=hours, actor=actor)
    return pool

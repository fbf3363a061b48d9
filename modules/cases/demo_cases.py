"""The invented matters of a town: what people want, what is said about it, and how far it is."""

from dataclasses import dataclass
from typing import Final

from modules.cases.models import Channel, Outcome, Status
from modules.cases.own_cases import CALLBACK, MESSAGE, PLAIN


@dataclass(frozen=True)
class Topic:
    """What several people want, with the words of both sides and a remark of colleagues."""

    title: str
    asked: str
    answered: str
    department: str
    kind: str = PLAIN
    service_key: str = ""
    service: str = ""
    remark: str = ""
    fee_cents: int | None = None
    request_kind: str = "application"


@dataclass(frozen=True)
class Life:
    """How far a case is: days since it came, days until its deadline (negative: it is over), who has it."""

    days_ago: int
    status: Status = Status.RECEIVED
    outcome: Outcome = Outcome.NONE
    channel: Channel = Channel.ONLINE
    due_in: int | None = None
    resubmit_in: int | None = None
    is_new: bool = False
    is_urgent: bool = False
    is_taken: bool = True


PEOPLE: Final = (
    "Sabine Köhler",
    "Peter Wendt",
    "Aylin Demir",
    "Jonas Reimann",
    "Ingrid Lorenz",
    "Matthias Brandt",
    "Olena Kovalenko",
    "Kulturverein Elbaue e. V.",
    "Heinz Schulze",
    "Freiwillige Feuerwehr Lüderitz",
)

TOPICS: Final = (
    Topic(
        "Adventsmarkt Breite Straße",
        "Wir möchten am dritten Advent acht Stände auf dem Gehweg aufstellen. Der Aufbau beginnt um 7 Uhr.",
        "Vielen Dank für Ihren Antrag. Bitte schicken Sie uns noch einen Lageplan mit den acht Ständen. "
        "Eine Skizze mit Maßen genügt.",
        "Ordnung und Gewerbe",
        service_key="sondernutzung",
        service="Sondernutzung von Straßen und Plätzen",
        remark="Von uns aus gut. Wir brauchen nur noch die Skizze für den Rettungsweg (3,50 m frei).",
        fee_cents=4600,
    ),
    Topic(
        "Osterfeuer in Birkholz",
        "Wir brennen Baumschnitt ab, etwa 15 Kubikmeter. Zwei Wehrleute sind die ganze Zeit dabei.",
        "Das Feuer ist möglich, wenn die Waldbrandstufe unter 4 bleibt. Wir melden uns mit dem Bescheid.",
        "Ordnung und Gewerbe",
        service_key="brauchtumsfeuer",
        service="Brauchtumsfeuer",
        remark="Abstand zur Scheune mit dem Ortsbürgermeister geklärt.",
    ),
    Topic(
        "Hund anmelden: Bella",
        "Wir haben seit zwei Wochen eine Mischlingshündin, neun Monate alt, gechippt.",
        "Die Steuermarke ist unterwegs. Bitte schicken Sie uns noch die Police der Haftpflicht.",
        "Steuern und Abgaben",
        service_key="hund-anmelden",
        service="Hundesteuer: Hund anmelden",
        request_kind="notification",
    ),
    Topic(
        "Gewerbe anmelden: Fahrradwerkstatt",
        "Ich eröffne zum Ersten des Monats eine Werkstatt für Fahrräder in der Bismarckstraße.",
        "Ihre Anmeldung ist da. Die Bescheinigung bekommen Sie in dieser Woche.",
        "Ordnung und Gewerbe",
        service_key="gewerbe-anmelden",
        service="Gewerbe anmelden",
        fee_cents=2600,
        request_kind="notification",
    ),
    Topic(
        "Baum fällen: Fichte am Zaun",
        "Die Fichte ist krank und neigt sich zum Nachbarn. Der Stamm misst 90 cm im Umfang.",
        "Ein Kollege sieht sich den Baum in der nächsten Woche an. Sie müssen nicht dabei sein.",
        "Grünflächen und Friedhöfe",
        service_key="baumfaellung",
        service="Baumfällung",
        remark="Vor Ort gewesen: Borkenkäfer, Ersatzpflanzung zwei Laubbäume.",
    ),
    Topic(
        "Frage zur Grundsteuer",
        "Warum ist mein Bescheid in diesem Jahr 40 € höher? Am Haus hat sich nichts geändert.",
        "Der Hebesatz ist gleich geblieben, der Messbetrag des Finanzamts ist gestiegen. "
        "Den Bescheid darüber hat Ihnen das Finanzamt geschickt.",
        "Steuern und Abgaben",
        kind=MESSAGE,
        request_kind="notification",
    ),
    Topic(
        "Laterne am Spielplatz ist aus",
        "Seit drei Tagen ist es am Spielplatz Lindenweg abends ganz dunkel.",
        "Danke für den Hinweis. Die Stadtwerke kommen am Donnerstag.",
        "Bauverwaltung",
        kind=MESSAGE,
        request_kind="notification",
    ),
    Topic(
        "Rückruf zur Grabpflege",
        "Bitte um Rückruf: 03935 000000\nWunschzeit: möglichst bald, Vormittags, 8–12 Uhr",
        "Wir haben Sie heute nicht erreicht und versuchen es morgen noch einmal.",
        "Grünflächen und Friedhöfe",
        kind=CALLBACK,
        request_kind="notification",
    ),
    Topic(
        "Ausnahme von der Sperrung: Umzug",
        "Wir ziehen am Samstag um und brauchen zwei Stunden lang Platz für den Wagen.",
        "Das geht. Die Schilder stellen Sie bitte drei Tage vorher auf.",
        "Ordnung und Gewerbe",
        service_key="halteverbot",
        service="Halteverbot für Umzug",
        fee_cents=3000,
    ),
    Topic(
        "Widerspruch gegen die Straßenreinigung",
        "Unsere Straße wurde im Oktober gar nicht gereinigt. Ich bitte um Erstattung.",
        "Wir prüfen das mit dem Bauhof.",
        "Bauverwaltung",
        kind=MESSAGE,
    ),
)

LIVES: Final = (
    Life(0, is_new=True, is_taken=False),
    Life(0, is_new=True, is_taken=False, is_urgent=True, due_in=1),
    Life(1, is_new=True, is_taken=False, due_in=9, channel=Channel.COUNTER),
    Life(1, is_new=True, due_in=13, channel=Channel.PHONE),
    Life(2, is_taken=False, due_in=12),
    Life(2, Status.PROCESSING, due_in=10, channel=Channel.EMAIL),
    Life(3, Status.PROCESSING, due_in=6),
    Life(4, Status.ACTION_REQUIRED, due_in=10, resubmit_in=3),
    Life(5, Status.PROCESSING, due_in=2),
    Life(6, Status.PROCESSING, due_in=0),
    Life(7, Status.ACTION_REQUIRED, due_in=7, resubmit_in=0),
    Life(8, Status.PROCESSING, resubmit_in=-1, channel=Channel.LETTER),
    Life(9, Status.PROCESSING, due_in=-1, is_urgent=True),
    Life(11, Status.PROCESSING, due_in=-3),
    Life(12, Status.ACTION_REQUIRED, due_in=-2),
    Life(14, Status.PROCESSING, due_in=8, is_new=True),
    Life(16, Status.COMPLETED, Outcome.GRANTED),
    Life(19, Status.COMPLETED, Outcome.ANSWERED),
    Life(23, Status.COMPLETED, Outcome.CONFIRMED, channel=Channel.COUNTER),
    Life(28, Status.COMPLETED, Outcome.WITHDRAWN),
    Life(33, Status.COMPLETED, Outcome.REFUSED),
    Life(41, Status.COMPLETED, Outcome.HANDED_OVER),
    Life(55, Status.COMPLETED, Outcome.GRANTED_IN_PART, channel=Channel.LETTER),
    Life(70, Status.COMPLETED, Outcome.ANSWERED, channel=Channel.PHONE),
)
COUNT: Final = 41

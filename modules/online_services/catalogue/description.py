"""A service as data: what is shipped for all municipalities, and what travels between them as a file."""

from typing import Literal

from pydantic import Field as Setting

from modules.online_services.engine.definition import LEVELS, FormDefinition
from modules.online_services.engine.parts import Part
from modules.online_services.engine.texts import Text


class Elsewhere(Part):
    """Who does it, where the municipality does not: it explains, links out and leaves a note in the timeline."""

    authority: Text
    url: str = Setting(default="", pattern=r"^(https://.*)?$")
    note: Text = Text()


class Descriptions(Part):
    """The texts of a service page, after the modules of XZuFi/FIM; in simple Markdown (paragraphs, lists, links).

    `legal_remedy` of a service for colleagues says whom they ask about a decision.
    """

    name: Text
    short_text: Text = Text()
    full_text: Text = Text()
    documents: Text = Text()
    requirements: Text = Text()
    fees: Text = Text()
    procedure: Text = Text()
    duration: Text = Text()
    deadlines: Text = Text()
    legal_basis: Text = Text()
    legal_remedy: Text = Text()
    further_information: Text = Text()


class ResultTemplate(Part):
    """A document that can end a case; texts may name {field_id}, {reference}, {applicant}, {received}, {today}, {fee}.

    Without `legal_remedy` a decision takes the usual one (objection within a month, § 70 VwGO), other documents have
    none; inside the administration there never is one. `signing` is the signing authority, `needs_release` asks a
    second person, `conditions` are offered one by one.
    """

    key: str = Setting(pattern=r"^[a-z][a-z0-9_]{1,59}$")
    title: Text
    outcome: Literal["granted", "granted_in_part", "refused", "confirmed", "moot"] = "confirmed"
    subject: Text = Text()
    paragraphs: tuple[Text, ...] = ()
    conditions: tuple[Text, ...] = ()
    legal_remedy: Text = Text()
    signing: Literal["mayor", "by_order", "in_substitution"] = "by_order"
    needs_release: bool = False


class CopyRecipient(Part):
    """Who gets a copy of a decision by mail; the municipality gives the address. `by_locality`: one for each."""

    key: str = Setting(pattern=r"^[a-z][a-z0-9_]{1,59}$")
    label: Text
    by_locality: bool = False


class Handling(Part):
    """How cases of the service are worked on; `area` is the code of a restricted area such as platform.tax."""

    department_hint: str = ""  # "Ordnung": the department whose name contains it is proposed
    area: str = ""
    days: int | None = Setting(default=None, ge=1, le=730)  # within which it should be done
    keep_days: int = Setting(default=90, ge=1, le=36_500)  # after it was closed
    results: tuple[ResultTemplate, ...] = ()
    copies: tuple[CopyRecipient, ...] = ()
    handovers: tuple[str, ...] = ()  # formats besides PDF and JSON: "xgewerbeanzeige"
    locality_field: str = ""  # field ids from which the case takes where and when
    place_field: str = ""
    first_day_field: str = ""
    last_day_field: str = ""
    is_urgent: bool = False  # clerks are told at once


class ServiceDescription(Part):
    """A service: texts, how it is reached, how far it is online, its form and how cases of it are worked on.

    `maturity` is the level of the OZG, 0 to 4. `channel`: a form of its own, the generic request, a form to prepare an
    appointment, somebody else's service, or a letter whose access code opens the form (nothing else begins it).
    Without `is_listed` it has no page and is found nowhere: another module opens its form.
    """

    format: Literal[1] = 1
    key: str = Setting(pattern=r"^[a-z][a-z0-9-]{1,59}$")
    version: int = Setting(default=1, ge=1)
    leika_key: str = Setting(default="", pattern=r"^(99\d{12})?$")
    texts: Descriptions
    synonyms: tuple[str, ...] = ()
    life_situations: tuple[str, ...] = ()  # keys of catalogue.life_situations
    audience: Literal["public", "staff"] = "public"
    channel: Literal["form", "generic", "appointment", "elsewhere", "letter"] = "generic"
    is_listed: bool = True
    concern: str = ""  # the appointment concern whose name contains it
    elsewhere: Elsewhere | None = None
    assurance_level: LEVELS = 0
    maturity: int = Setting(default=0, ge=0, le=4)
    form: FormDefinition | None = None
    handling: Handling = Handling()

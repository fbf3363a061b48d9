"""Per Bundesland: who watches over data protection and accessibility, for the drafts of legal pages.

An empty field means that we do not know it for sure; the draft then asks the administrator to fill it in.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class StateLaw:
    """Authorities and law of one Bundesland, in the words that stand in a German text."""

    name: str
    data_protection_authority: str
    accessibility_law: str = ""
    enforcement_body: str = ""


STATES = {
    "BW": StateLaw(
        "Baden-Württemberg",
        "Landesbeauftragter für den Datenschutz und die Informationsfreiheit Baden-Württemberg",
        "Landes-Behindertengleichstellungsgesetz (L-BGG)",
    ),
    "BY": StateLaw(
        "Bayern",
        "Bayerischer Landesbeauftragter für den Datenschutz",
        "Bayerisches Behindertengleichstellungsgesetz (BayBGG) und Bayerische Digitalverordnung (BayDiV)",
        "Landesamt für Digitalisierung, Breitband und Vermessung, Durchsetzungs- und Überwachungsstelle für "
        "barrierefreie Informationstechnik",
    ),
    "BE": StateLaw(
        "Berlin",
        "Berliner Beauftragte für Datenschutz und Informationsfreiheit",
        "Barrierefreie-IKT-Gesetz Berlin (BIKTG Bln)",
        "Landesbeauftragte für digitale Barrierefreiheit",
    ),
    "BB": StateLaw(
        "Brandenburg",
        "Landesbeauftragte für den Datenschutz und für das Recht auf Akteneinsicht Brandenburg",
        "Brandenburgisches Behindertengleichstellungsgesetz (BbgBGG)",
        "Durchsetzungsstelle für digitale Barrierefreiheit bei der Beauftragten der Landesregierung für die Belange "
        "der Menschen mit Behinderungen",
    ),
    "HB": StateLaw(
        "Bremen",
        "Landesbeauftragte für Datenschutz und Informationsfreiheit der Freien Hansestadt Bremen",
        "Bremisches Behindertengleichstellungsgesetz (BremBGG)",
    ),
    "HH": StateLaw(
        "Hamburg",
        "Hamburgischer Beauftragter für Datenschutz und Informationsfreiheit",
        "Hamburgisches Behindertengleichstellungsgesetz (HmbBGG)",
    ),
    "HE": StateLaw(
        "Hessen",
        "Hessischer Beauftragter für Datenschutz und Informationsfreiheit",
        "Hessisches Behinderten-Gleichstellungsgesetz (HessBGG)",
        "Durchsetzungs- und Überwachungsstelle Barrierefreie Informationstechnik des Landes Hessen",
    ),
    "MV": StateLaw(
        "Mecklenburg-Vorpommern",
        "Landesbeauftragter für Datenschutz und Informationsfreiheit Mecklenburg-Vorpommern",
        "Landesbehindertengleichstellungsgesetz (LBGG M-V)",
    ),
    "NI": StateLaw(
        "Niedersachsen",
        "Landesbeauftragter für den Datenschutz Niedersachsen",
        "Niedersächsisches Behindertengleichstellungsgesetz (NBGG)",
        "Schlichtungsstelle bei der Landesbeauftragten für Menschen mit Behinderungen",
    ),
    "NW": StateLaw(
        "Nordrhein-Westfalen",
        "Landesbeauftragte für Datenschutz und Informationsfreiheit Nordrhein-Westfalen",
        "Behindertengleichstellungsgesetz Nordrhein-Westfalen (BGG NRW)",
        "Ombudsstelle für barrierefreie Informationstechnik des Landes Nordrhein-Westfalen",
    ),
    "RP": StateLaw(
        "Rheinland-Pfalz",
        "Landesbeauftragter für den Datenschutz und die Informationsfreiheit Rheinland-Pfalz",
        "Landesinklusionsgesetz Rheinland-Pfalz",
    ),
    "SL": StateLaw(
        "Saarland",
        "Unabhängiges Datenschutzzentrum Saarland",
        "Saarländisches Behindertengleichstellungsgesetz (SBGG)",
    ),
    "SN": StateLaw(
        "Sachsen",
        "Sächsische Datenschutz- und Transparenzbeauftragte",
        "Barrierefreie-Websites-Gesetz (BfWebG)",
        "Durchsetzungsstelle beim Beauftragten der Sächsischen Staatsregierung für die Belange von Menschen mit "
        "Behinderungen",
    ),
    "ST": StateLaw(
        "Sachsen-Anhalt",
        "Landesbeauftragte für den Datenschutz Sachsen-Anhalt",
        "Behindertengleichstellungsgesetz Sachsen-Anhalt (§§ 16a bis 16f BGG LSA)",
        "Ombudsstelle der Landesfachstelle für Barrierefreiheit Sachsen-Anhalt",
    ),
    "SH": StateLaw(
        "Schleswig-Holstein",
        "Unabhängiges Landeszentrum für Datenschutz Schleswig-Holstein",
        "Landesbehindertengleichstellungsgesetz (LBGG)",
    ),
    "TH": StateLaw(
        "Thüringen",
        "Thüringer Landesbeauftragter für den Datenschutz und die Informationsfreiheit",
        "Thüringer Gesetz über den barrierefreien Zugang zu Websites und mobilen Anwendungen (ThürBarrWebG)",
    ),
}


def state_law(code: str) -> StateLaw:
    """Return what is known for a Bundesland by its two letters; an empty record for an unknown one."""
    return STATES.get(code, StateLaw("", ""))

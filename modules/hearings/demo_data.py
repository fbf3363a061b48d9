"""Invented letters for demonstrations; one can be answered with OWi 2026/000815 and K7M2-QXH9-4TRA."""

from datetime import datetime, timedelta

from django.utils import timezone

from modules.hearings.codes import hash_of, normal_reference
from modules.hearings.models import Hearing, HearingSettings, LetterRun, Role

REFERENCE = "OWi 2026/000815"
CODE = "K7M2-QXH9-4TRA"
_LETTERS = (
    (REFERENCE, Role.ACCUSED, "Sie parkten im absoluten Haltverbot (Zeichen 283).", "Bismarckstraße 5", 2500, CODE),
    ("OWi 2026/000816", Role.WITNESS, "Ein Hund lief ohne Leine im Stadtpark.", "Stadtpark", None, "ZEVG-2345-6789"),
    ("OWi 2026/000817", Role.ACCUSED, "Sie parkten mehr als drei Stunden ohne Parkscheibe.", "Markt", 2000, ""),
    (
        "OWi 2026/000818",
        Role.ACCUSED,
        "Sie verbrannten Gartenabfälle außerhalb der erlaubten Zeit.",
        "Birkholz",
        None,
        "",
    ),
)


def create_demo(now: datetime) -> None:
    """Add the letters; two of them went out."""
    HearingSettings.objects.get_or_create(
        pk=HearingSettings.ONLY_ID,
        defaults={"contact": "Ordnungsamt, Telefon 03935 000-120, Montag bis Freitag 9–12 Uhr"},
    )
    run = LetterRun.objects.create(made_at=now - timedelta(days=3), made_by=None, count=2)
    for reference, role, offence, place, fine, code in _LETTERS:
        Hearing.objects.create(
            file_reference=reference,
            normal_reference=normal_reference(reference),
            role=role,
            offence=offence,
            provision="§ 24 StVG, § 41 StVO" if fine else "Gefahrenabwehrverordnung",
            place=place,
            offence_at=now - timedelta(days=12, hours=3),
            evidence_text="Foto, Zeugin",
            warning_fine_cents=fine,
            fine_cents=32_000 if offence.startswith("Sie verbrannten") else None,
            kassenzeichen="5.1234.567890" if fine else "",
            due_on=timezone.localdate(now) + timedelta(days=10),
            access_code=hash_of(code) if code else "",
            letter_run=run if code else None,
            imported_at=now - timedelta(days=4),
        )

"""A notice on paper: a letter in German (§ 23 VwVfG), as PDF/A-2b and PDF/UA-1 together."""

import re
from datetime import date
from pathlib import Path
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from modules.cases.models import Case, FeeNote, FeeState, Notice
from modules.cases.placeholders import fill_in, plain_date
from modules.cases.selectors.signing import Signer, decision_settings
from rathaus.pdf import render_pdf
from rathaus.web.giro_code import giro_code
from rathaus.web.wording import money
from tenants.municipality.letterhead import letterhead
from tenants.municipality.models import MunicipalityProfile
from tenants.municipality.selectors import get_profile

STANDARDS: Final = ("a-2b", "ua-1")  # for the archive and for everybody at once
_TEMPLATE: Final = Path(__file__).parent / "pdf" / "notice.typ"


def notice_pdf(notice: Notice, *, signer: Signer, on: date, is_draft: bool = False) -> bytes:
    """Return the letter as it stands; a draft says so across each page. Raises rathaus.pdf.PdfError."""
    with override("de"):
        return render_pdf(_TEMPLATE, _data(notice, signer, on, is_draft=is_draft), standards=STANDARDS)


def _data(notice: Notice, signer: Signer, on: date, *, is_draft: bool) -> dict[str, Any]:
    case, brand, profile = notice.case, letterhead(), get_profile()
    fees = fees_in_letter(notice)
    late = {"today": plain_date(on), "fee": money(sum(fee.amount_cents for fee in fees))}
    return {
        "brand": brand,
        "title": f"{notice.title} {case.reference}",
        "year": on.year,
        "month": on.month,
        "day": on.day,
        "date": plain_date(on),
        "reference": case.reference,
        "mark": _("ENTWURF") if is_draft else "",
        "foot": " · ".join(brand["contact"]),
        "sender_line": " · ".join([brand["name"], *profile.address_lines]),
        "recipient": _lines(notice.recipient),
        "facts": _facts(notice, profile, on),
        "subject": fill_in(notice.subject, late),
        "paragraphs": [_lines(fill_in(text, late)) for text in notice.paragraphs],
        "conditions": [_lines(fill_in(text, late)) for text in notice.chosen_conditions],
        "fee": _fee(fees, is_named=any("{fee}" in text for text in notice.paragraphs)),
        "legal_remedy": [_lines(part) for part in split_paragraphs(notice.legal_remedy)],
        "signature": {"line": signer.line, "name": signer.name, "function": signer.function},
        "enclosures": [],
        "words": _words(),
    }


def fees_in_letter(notice: Notice) -> list[FeeNote]:
    """Return the fees that the letter sets: its own once issued, before that what is planned in the case."""
    if not notice.with_fee:
        return []
    if notice.is_issued:
        return list(notice.fee_notes.all())
    return list(notice.case.fee_notes.filter(state=FeeState.PLANNED))


def split_paragraphs(text: str) -> list[str]:
    """Return the parts of a text between empty lines."""
    return [part.strip() for part in re.split(r"\n\s*\n", text.replace("\r\n", "\n")) if part.strip()]


def _facts(notice: Notice, profile: MunicipalityProfile, on: date) -> list[dict[str, str]]:
    case = notice.case
    clerk = case.responsible or notice.writer
    lines = [
        (_("Unser Zeichen"), case.reference),
        (_("Ihr Antrag vom") if case.request_kind == "application" else _("Ihre Nachricht vom"), _received(case)),
        (_("Bearbeitet von"), clerk.full_name if clerk else ""),
        (_("Telefon"), profile.phone),
        (_("E-Mail"), profile.email),
        (_("Datum"), plain_date(on)),
    ]
    return [{"label": label, "value": value} for label, value in lines]


def _received(case: Case) -> str:
    return plain_date(timezone.localtime(case.opened_at).date())


def _fee(fees: list[FeeNote], *, is_named: bool) -> dict[str, Any] | None:
    if not fees:
        return None
    account, first = decision_settings(), fees[0]
    total = FeeNote(amount_cents=sum(fee.amount_cents for fee in fees), kassenzeichen=first.kassenzeichen)
    words = {"amount": money(total.amount_cents), "day": plain_date(first.due_on)}
    lines = [
        *((fee.reason, money(fee.amount_cents)) for fee in fees),
        (_("Zusammen") if len(fees) > 1 else "", words["amount"]),
        (_("Empfänger"), account.account_holder),
        (_("IBAN"), account.account.iban_in_groups),
        (_("Verwendungszweck"), first.kassenzeichen),
    ]
    sets = _("Wir setzen eine Gebühr von %(amount)s fest. Bitte zahlen Sie sie bis zum %(day)s.")
    asks = _("Bitte zahlen Sie die Gebühr von %(amount)s bis zum %(day)s.")
    return {
        "sentence": (asks if is_named else sets) % words,
        "lines": [{"label": label, "value": value} for label, value in lines if label and value],
        "code": giro_code(account=account.account, cents=total.amount_cents, text=total.kassenzeichen),
        "code_alt": _("Überweisung als Code für die Banking-App (GiroCode). Die Angaben stehen daneben."),
    }


def _words() -> dict[str, str]:
    return {
        "conditions": _("Nebenbestimmungen"),
        "fee": _("Gebühr"),
        "scan": _("Mit der Banking-App scannen"),
        "legal_remedy": _("Rechtsbehelfsbelehrung"),
        "greeting": _("Mit freundlichen Grüßen"),
        "enclosures": _("Anlagen"),
    }


def _lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").strip().split("\n")

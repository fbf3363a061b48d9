"""The code that banking apps read: a transfer with everything filled in (EPC069-12, "GiroCode")."""

from decimal import Decimal
from io import BytesIO

from django.utils.safestring import SafeString, mark_safe
from segno import QRCode
from segno.helpers import make_epc_qr

from modules.cases.models import DecisionSettings, FeeNote

_LONGEST_NAME = 70


def giro_code(fee: FeeNote, account: DecisionSettings) -> str:
    """Return the code as an SVG of fixed size for paper; "" while the municipality has not entered its account."""
    code = _code(fee, account)
    target = BytesIO()
    if code:
        code.save(target, kind="svg", xmldecl=False, scale=4, border=2)
    return target.getvalue().decode()


def giro_code_inline(fee: FeeNote, account: DecisionSettings) -> SafeString:
    """Return the code as SVG for a page, without style attributes and size; "" as above."""
    code = _code(fee, account)
    svg = code.svg_inline(omitsize=True, border=2, svgclass=None, lineclass=None) if code else ""
    return mark_safe(svg)  # noqa: S308 - segno draws it


def _code(fee: FeeNote, account: DecisionSettings) -> QRCode | None:
    if not (account.iban and account.account_holder):
        return None
    return make_epc_qr(
        name=account.account_holder[:_LONGEST_NAME],
        iban=account.iban,
        bic=account.bic or None,
        amount=Decimal(fee.amount_cents) / 100,
        text=fee.kassenzeichen,
        encoding="utf-8",
    )


def iban_in_groups(iban: str) -> str:
    """Return the number in groups of four, as people read it."""
    return " ".join(iban[at : at + 4] for at in range(0, len(iban), 4))

"""The code that banking apps read: a transfer with everything filled in (EPC069-12, "GiroCode")."""

from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from typing import Final

from django.utils.safestring import SafeString, mark_safe
from segno import QRCode
from segno.helpers import make_epc_qr

_LONGEST_NAME: Final = 70


@dataclass(frozen=True, slots=True)
class Account:
    """Where the municipality takes money; false until it was entered."""

    holder: str = ""
    iban: str = ""
    bic: str = ""

    def __bool__(self) -> bool:
        return bool(self.holder and self.iban)

    @property
    def iban_in_groups(self) -> str:
        """The number in groups of four, as people read it."""
        return " ".join(self.iban[at : at + 4] for at in range(0, len(self.iban), 4))


def giro_code(*, account: Account, cents: int, text: str) -> str:
    """Return the code as an SVG file for letters; "" without an account."""
    if not account:
        return ""
    target = BytesIO()
    _code(account, cents, text).save(target, kind="svg", xmldecl=False, scale=4, border=2)
    return target.getvalue().decode()


def giro_code_inline(*, account: Account, cents: int, text: str) -> SafeString:
    """Return the code as an SVG that stands in a page and takes the size that the page gives it; "" without one."""
    if not account:
        return mark_safe("")
    svg = _code(account, cents, text).svg_inline(omitsize=True, border=2, svgclass=None, lineclass=None)
    return mark_safe(svg)  # noqa: S308 - segno draws it


def _code(account: Account, cents: int, text: str) -> QRCode:
    return make_epc_qr(
        name=account.holder[:_LONGEST_NAME],
        iban=account.iban,
        bic=account.bic or None,
        amount=Decimal(cents) / 100,
        text=text,
        encoding="utf-8",
    )

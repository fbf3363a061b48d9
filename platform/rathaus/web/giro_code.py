"""The code that banking apps read: a transfer with everything filled in (EPC069-12, "GiroCode")."""

from dataclasses import dataclass
from io import BytesIO
from typing import Final

from segno.helpers import make_epc_qr

_LONGEST_NAME: Final = 70


@dataclass(frozen=True, slots=True)
class Account:
    """Where the municipality takes money; empty until it was entered."""

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
    """Return the code as SVG; "" without an account."""
    if not account:
        return ""
    code = make_epc_qr(
        name=account.holder[:_LONGEST_NAME],
        iban=account.iban,
        bic=account.bic or None,
        amount=f"{cents / 100:.2f}",
        text=text,
        encoding="utf-8",
    )
    target = BytesIO()
    code.save(target, kind="svg", xmldecl=False, scale=4, border=2)
    return target.getvalue().decode()

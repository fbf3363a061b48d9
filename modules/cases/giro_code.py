"""The code that banking apps read: a transfer with everything filled in (EPC069-12, "GiroCode")."""

from io import BytesIO

from segno.helpers import make_epc_qr

from modules.cases.models import DecisionSettings, FeeNote

_LONGEST_NAME = 70


def giro_code(fee: FeeNote, account: DecisionSettings) -> str:
    """Return the code as SVG; "" while the municipality has not entered its account."""
    if not (account.iban and account.account_holder):
        return ""
    code = make_epc_qr(
        name=account.account_holder[:_LONGEST_NAME],
        iban=account.iban,
        bic=account.bic or None,
        amount=f"{fee.amount_cents / 100:.2f}",
        text=fee.kassenzeichen,
        encoding="utf-8",
    )
    target = BytesIO()
    code.save(target, kind="svg", xmldecl=False, scale=4, border=2)
    return target.getvalue().decode()


def iban_in_groups(iban: str) -> str:
    """Return the number in groups of four, as people read it."""
    return " ".join(iban[at : at + 4] for at in range(0, len(iban), 4))

"""What other programs can do with cases: fetch what was handed over to them."""

from modules.cases.public_api.handovers import router

__all__ = ["router"]

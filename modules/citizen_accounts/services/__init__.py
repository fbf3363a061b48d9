"""What changes accounts, one file for each matter. What others need is named here."""

from modules.citizen_accounts.services.profiles import ensure_profile

__all__ = ["ensure_profile"]

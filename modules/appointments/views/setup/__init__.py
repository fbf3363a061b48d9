"""Set-up pages of the module, for administrators."""

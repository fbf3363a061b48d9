"""Support access: the only way for operators into a municipality, opened by its administrators for some hours."""

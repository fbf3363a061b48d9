"""How the town hall is organised: departments, roles, substitution, restricted areas."""

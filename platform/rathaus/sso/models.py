"""Single sign-on of a municipality's staff."""

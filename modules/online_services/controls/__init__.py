"""How the fields of a form become inputs: one object for each, and a template for each kind."""

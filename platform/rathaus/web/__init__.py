"""How pages look and read: base templates, components, wording, and the translations' check."""

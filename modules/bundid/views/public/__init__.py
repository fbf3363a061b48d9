"""Pages on the way to the BundID and back, and the person's own page about it."""

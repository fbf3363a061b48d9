"""Forms on paper: the same definition as a sheet to fill in by hand, with a code that leads the clerk to its case."""

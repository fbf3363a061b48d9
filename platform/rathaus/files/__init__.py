"""Files: kept per municipality, given out by links that the application signs."""

"""Citizens from a file of another system."""

"""Services in figures: how often, by which way, how long, and where people give up."""

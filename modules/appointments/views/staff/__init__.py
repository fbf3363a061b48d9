"""Pages for the town hall: the day, booking by phone, the visit from arrival to its end."""

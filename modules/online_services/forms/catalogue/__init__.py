"""What staff type about services, contact persons, fees and old addresses."""

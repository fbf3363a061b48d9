"""E-mail: written with the deed it tells of, delivered after it has become true."""

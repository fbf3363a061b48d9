"""The catalogue of services: what is shipped, what the municipality says of it, and how people find it."""

"""What the builder shows: forms, their history and problems, versions and requests to publish."""

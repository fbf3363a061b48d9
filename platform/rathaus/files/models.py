"""What a virus scanner has still to look at, and what it has found."""

from django.db import models


class FileScan(models.Model):
    """A file in quarantine. A clean one has no row any more; of an infected one the row is all that is left."""

    stored = models.CharField(max_length=120, primary_key=True)
    waits_since = models.DateTimeField()
    found = models.CharField(max_length=200, blank=True)  # the name of the virus

    def __str__(self) -> str:
        return f"FileScan {self.stored}"

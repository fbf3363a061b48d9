"""What this part's actions are called in the record."""

from django.utils.translation import gettext_lazy as _

WORDS = {"files.infected": _("Datei mit Virus gelöscht")}

OBJECTS: dict[str, str] = {}

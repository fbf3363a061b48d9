"""What staff may do with messages, documents and notes. Data protection officers see none of it."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from rathaus.registry import Permission

READ: Final = "inbox.read"
WRITE: Final = "inbox.write"
PROVIDE: Final = "inbox.provide"
SETUP: Final = "inbox.setup"

_WITH_CITIZENS: Final = ("administrator", "department_head", "case_worker", "front_desk")

PERMISSIONS: Final = (
    Permission(READ, _("Bürgerinnen und Bürger suchen, Verlauf und Nachrichten lesen"), _WITH_CITIZENS),
    Permission(WRITE, _("Nachrichten beantworten und Gespräche notieren"), _WITH_CITIZENS),
    Permission(PROVIDE, _("Dokumente bereitstellen"), ("administrator", "department_head", "case_worker")),
    Permission(SETUP, _("Textbausteine ändern"), ("administrator", "department_head")),
)

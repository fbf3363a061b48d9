"""Other ways into a form than account or mail, as modules declare them in ModuleSpec.form_doors."""

import uuid
from dataclasses import dataclass

from django.utils.module_loading import import_string

from modules.online_services.errors_filling import DoorClosedError
from rathaus.registry import FormDoor, active_modules
from rathaus.tenancy import current_tenant


@dataclass(frozen=True, slots=True)
class Door:
    """A door of a module that is switched on."""

    spec: FormDoor

    def is_open(self, door_id: uuid.UUID | None) -> bool:
        """Return whether one may still go through it."""
        return bool(import_string(self.spec.is_open)(door_id=door_id))

    def refuse_closed(self, door_id: uuid.UUID | None) -> None:
        """Raise DoorClosedError where nobody may go through any more."""
        if not self.is_open(door_id):
            raise DoorClosedError


def find_door(code: str) -> Door:
    """Return the door with this code; raises DoorClosedError where its module is off."""
    for spec in active_modules(current_tenant()):
        for door in spec.form_doors:
            if door.code == code:
                return Door(door)
    raise DoorClosedError

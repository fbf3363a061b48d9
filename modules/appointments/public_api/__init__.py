"""What other programs can do with appointments: the module's part of the public interface."""

from ninja import Router

from modules.appointments.public_api import bookings, concerns, free, holds, places
from modules.appointments.public_api.problems import with_problems

router = Router()
router.add_decorator(with_problems)
for part in (concerns, places, free, holds, bookings):
    router.add_router("", part.router)

__all__ = ["router"]

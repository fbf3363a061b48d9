"""The tables of the module, split by noun: what is set up, when it is open, one day, one booking."""

from modules.appointments.models.booking import (
    OCCUPYING_STATES,
    OPEN_STATES,
    PENDING_STATES,
    Booking,
    BookingPlace,
    Origin,
    State,
    Support,
)
from modules.appointments.models.day import PoolDay
from modules.appointments.models.hours import (
    Closure,
    ConcernWindow,
    OpenDespiteHoliday,
    OpeningHours,
    Recurring,
)
from modules.appointments.models.preferences import AppointmentSettings, Confirmation
from modules.appointments.models.setup import (
    MAX_QUESTIONS,
    Audience,
    Concern,
    ConcernPlace,
    Pool,
    PoolKind,
    PreliminaryAnswer,
    PreliminaryQuestion,
)

__all__ = [
    "MAX_QUESTIONS",
    "OCCUPYING_STATES",
    "OPEN_STATES",
    "PENDING_STATES",
    "AppointmentSettings",
    "Audience",
    "Booking",
    "BookingPlace",
    "Closure",
    "Concern",
    "ConcernPlace",
    "ConcernWindow",
    "Confirmation",
    "OpenDespiteHoliday",
    "OpeningHours",
    "Origin",
    "Pool",
    "PoolDay",
    "PoolKind",
    "PreliminaryAnswer",
    "PreliminaryQuestion",
    "Recurring",
    "State",
    "Support",
]

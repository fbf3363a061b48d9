"""The tables of the module, split by noun: what is set up, when it is open, one day, one booking."""

from modules.appointments.models.booking import (
    CITIZEN_ORIGINS,
    OCCUPYING_STATES,
    OPEN_STATES,
    PENDING_STATES,
    SYSTEM_ORIGINS,
    Booking,
    BookingPlace,
    Channel,
    FurtherConcern,
    Origin,
    State,
    Support,
)
from modules.appointments.models.collection import Collection, CollectionState
from modules.appointments.models.day import PoolDay
from modules.appointments.models.fairness import ContactException
from modules.appointments.models.feeds import CalendarFeed
from modules.appointments.models.hours import (
    Closure,
    ConcernWindow,
    OpenDespiteHoliday,
    OpeningHours,
    Recurring,
)
from modules.appointments.models.outage import Outage, OutageCase, OutageCaseState, OutageChoice
from modules.appointments.models.preferences import AppointmentSettings, Confirmation, ProofOfWork
from modules.appointments.models.queue import Device, DeviceKind, QueueRules, QueueTicket, TicketState
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
from modules.appointments.models.statistics import LeadTimeSample
from modules.appointments.models.waiting import OfferState, WaitingEntry, WaitingOffer, WaitingState

__all__ = [
    "CITIZEN_ORIGINS",
    "MAX_QUESTIONS",
    "OCCUPYING_STATES",
    "OPEN_STATES",
    "PENDING_STATES",
    "SYSTEM_ORIGINS",
    "AppointmentSettings",
    "Audience",
    "Booking",
    "BookingPlace",
    "CalendarFeed",
    "Channel",
    "Closure",
    "Collection",
    "CollectionState",
    "Concern",
    "ConcernPlace",
    "ConcernWindow",
    "Confirmation",
    "ContactException",
    "Device",
    "DeviceKind",
    "FurtherConcern",
    "LeadTimeSample",
    "OfferState",
    "OpenDespiteHoliday",
    "OpeningHours",
    "Origin",
    "Outage",
    "OutageCase",
    "OutageCaseState",
    "OutageChoice",
    "Pool",
    "PoolDay",
    "PoolKind",
    "PreliminaryAnswer",
    "PreliminaryQuestion",
    "ProofOfWork",
    "QueueRules",
    "QueueTicket",
    "Recurring",
    "State",
    "Support",
    "TicketState",
    "WaitingEntry",
    "WaitingOffer",
    "WaitingState",
]

"""What can be done, split by noun: days, holds, bookings, the counter, the set-up."""

from modules.appointments.services.answering import accept_offer, decline_offer, lapse_offers
from modules.appointments.services.at_once import book_at_once
from modules.appointments.services.closing import close_tickets
from modules.appointments.services.collecting import remind_of_documents
from modules.appointments.services.confirming import (
    confirm_by_code,
    confirm_by_link,
    request_confirmation,
    resend_code,
)
from modules.appointments.services.counter import (
    book_by_staff,
    correct_details,
    finish_callback,
    mark_arrived,
    mark_called,
    mark_done,
    mark_no_show,
    serve_now,
    undo_mark,
    write_note,
)
from modules.appointments.services.days import CheckReport, Difference, check_days, ensure_days, rebuild_days
from modules.appointments.services.details import Details, enter_details
from modules.appointments.services.helping import confirm_by_staff, send_again
from modules.appointments.services.holding import hold, release_hold
from modules.appointments.services.hours import (
    change_opening_hours,
    keep_holiday,
    open_on_holiday,
    remove_closure,
    save_closure,
)
from modules.appointments.services.moving import cancel_booking, move_booking
from modules.appointments.services.reminding import send_reminders
from modules.appointments.services.resolving import Action, Outcome, Resolution
from modules.appointments.services.setup import (
    AnswerWish,
    QuestionWish,
    save_concern,
    save_pool,
    save_questions,
    save_settings,
    save_windows,
)
from modules.appointments.services.sweeping import sweep_expired
from modules.appointments.services.waiting import (
    Wish,
    change_wish,
    confirm_wish,
    end_entries,
    leave_waiting_list,
    wait_with_booking,
    wait_without_booking,
)

__all__ = [
    "Action",
    "AnswerWish",
    "CheckReport",
    "Details",
    "Difference",
    "Outcome",
    "QuestionWish",
    "Resolution",
    "Wish",
    "accept_offer",
    "book_at_once",
    "book_by_staff",
    "cancel_booking",
    "change_opening_hours",
    "change_wish",
    "check_days",
    "close_tickets",
    "confirm_by_code",
    "confirm_by_link",
    "confirm_by_staff",
    "confirm_wish",
    "correct_details",
    "decline_offer",
    "end_entries",
    "ensure_days",
    "enter_details",
    "finish_callback",
    "hold",
    "keep_holiday",
    "lapse_offers",
    "leave_waiting_list",
    "mark_arrived",
    "mark_called",
    "mark_done",
    "mark_no_show",
    "move_booking",
    "open_on_holiday",
    "rebuild_days",
    "release_hold",
    "remind_of_documents",
    "remove_closure",
    "request_confirmation",
    "resend_code",
    "save_closure",
    "save_concern",
    "save_pool",
    "save_questions",
    "save_settings",
    "save_windows",
    "send_again",
    "send_reminders",
    "serve_now",
    "sweep_expired",
    "undo_mark",
    "wait_with_booking",
    "wait_without_booking",
    "write_note",
]

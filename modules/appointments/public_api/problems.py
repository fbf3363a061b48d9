"""Domain errors as problems: the type is the name of the error, the title its sentence."""

import re
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Final

from modules.appointments.errors import (
    AppointmentError,
    BusyError,
    CrowdedNetworkError,
    SlotTakenError,
    TooManyBookingsError,
    TooManyPersonsError,
    WrongCodeError,
)
from modules.appointments.public_api.schemas import FreeTimeOut
from rathaus.api.problems import Problem, ProblemError

_CONFLICT: Final = 409  # it fits the description, but rules or the state of things speak against it
_BUSY_SECONDS: Final = "60"


def with_problems(operation: Callable[..., Any]) -> Callable[..., Any]:
    """Answer a domain error of the operation as a problem."""

    @wraps(operation)
    def run(*args: Any, **kwargs: Any) -> Any:
        try:
            return operation(*args, **kwargs)
        except AppointmentError as error:
            raise ProblemError(problem_of(error)) from error

    return run


def problem_of(error: AppointmentError) -> Problem:
    """Return the problem for any error of the module: SlotTakenError is `slot-taken`."""
    status, headers = _status_of(error)
    return Problem(status=status, code=code_of(type(error)), title=str(error), further=_further(error), headers=headers)


def code_of(error: type[AppointmentError]) -> str:
    """Return the end of the type's URI."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", error.__name__.removesuffix("Error")).lower()


def _status_of(error: AppointmentError) -> tuple[int, Mapping[str, str]]:
    if isinstance(error, BusyError):
        return 503, {"Retry-After": _BUSY_SECONDS}
    if isinstance(error, CrowdedNetworkError):
        return 429, {"Retry-After": str(error.refusal.retry_after)}
    return _CONFLICT, {}


def _further(error: AppointmentError) -> Mapping[str, Any]:
    """Return what programs need to go on: other times, or how many there may be."""
    if isinstance(error, SlotTakenError):
        return {"neighbours": [FreeTimeOut.of(time).model_dump(mode="json") for time in error.neighbours]}
    if isinstance(error, (TooManyPersonsError, TooManyBookingsError)):
        return {"limit": error.limit}
    if isinstance(error, WrongCodeError):
        return {"tries_left": error.tries_left}
    return {}

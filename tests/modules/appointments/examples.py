"""One object for each address with arguments; every text of it carries the marker (see tests/contracts)."""

from typing import Any

from modules.appointments.models import OpenDespiteHoliday
from tests.factories.appointments import (
    AnswerFactory,
    ClosureFactory,
    ConcernFactory,
    ConcernPlaceFactory,
    ConcernWindowFactory,
    OpeningHoursFactory,
    PoolFactory,
    QuestionFactory,
)
from tests.factories.municipality import LocationFactory


def make_examples(marker: str) -> dict[str, dict[str, Any]]:
    """Return the arguments of the module's addresses by their name."""
    return setup_examples(marker)


def setup_examples(marker: str) -> dict[str, dict[str, Any]]:
    """Return the arguments of the set-up pages."""
    location = LocationFactory(name=f"{marker} Termine", street=marker, entrance=marker)
    pool = PoolFactory(name=f"{marker} Gruppe", location=location)
    hours = OpeningHoursFactory(pool=pool)
    concern = ConcernFactory(
        name=f"{marker} Anliegen", group=marker, keywords=marker, description=marker, documents=marker, fee_note=marker
    )
    ConcernPlaceFactory(concern=concern, location=location, pools=[pool])
    AnswerFactory(question=QuestionFactory(concern=concern, text=marker), label=marker, hint=marker)
    window = ConcernWindowFactory(concern=concern)
    closure = ClosureFactory(pool=pool, reason=marker)
    holiday = OpenDespiteHoliday.objects.create(day="2027-01-06", pool=pool)
    of_pool, of_concern = {"pool_id": pool.pk}, {"concern_id": concern.pk}
    arguments = {
        **dict.fromkeys(("edit_pool", "switch_pool", "hours", "add_hours"), of_pool),
        **dict.fromkeys(("edit_hours", "remove_hours"), of_pool | {"hours_id": hours.pk}),
        **dict.fromkeys(("edit_closure", "delete_closure"), {"closure_id": closure.pk}),
        "close_holiday": {"entry_id": holiday.pk},
        **dict.fromkeys(("edit_concern", "order_concern", "switch_concern", "questions", "windows"), of_concern),
        "remove_window": of_concern | {"window_id": window.pk},
    }
    return {f"appointments_staff:{name}": kwargs for name, kwargs in arguments.items()}

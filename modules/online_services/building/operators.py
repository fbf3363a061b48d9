"""How conditions compare: each operator is a pattern of the expression language with words around it.

In a pattern S is what is asked for and V the value. One table serves both ways, from words to the expression and back.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Operator:
    """`value` is what has to be chosen: "" nothing, option, options, number, money, text, time, date, or another field.

    `sentence` has %(subject)s and %(value)s.
    """

    code: str
    words: Any
    pattern: str
    value: str
    families: tuple[str, ...]
    sentence: Any


_EVERY: Final = ("text", "number", "money", "date", "birth", "time", "choice", "choices", "yes_no", "other")


def _compared(value: str, family: str) -> tuple[Operator, ...]:
    """The comparisons of amounts, with a value or with another field."""
    suffix = f"_{value}"
    return (
        Operator(
            f"more{suffix}", _("ist größer als"), "S > V", value, (family,), _("„%(subject)s“ ist größer als %(value)s")
        ),
        Operator(
            f"least{suffix}",
            _("ist mindestens"),
            "S >= V",
            value,
            (family,),
            _("„%(subject)s“ ist mindestens %(value)s"),
        ),
        Operator(
            f"less{suffix}",
            _("ist kleiner als"),
            "S < V",
            value,
            (family,),
            _("„%(subject)s“ ist kleiner als %(value)s"),
        ),
        Operator(
            f"most{suffix}", _("ist höchstens"), "S <= V", value, (family,), _("„%(subject)s“ ist höchstens %(value)s")
        ),
        Operator(f"equal{suffix}", _("ist genau"), "S == V", value, (family,), _("„%(subject)s“ ist genau %(value)s")),
    )


def _later(value: str, family: str, *, noun: str) -> tuple[Operator, ...]:
    suffix = f"_{family}_{noun}"
    words = {
        "before": (_("liegt vor"), "S < V", _("„%(subject)s“ liegt vor %(value)s")),
        "until": (_("liegt nicht nach"), "S <= V", _("„%(subject)s“ liegt nicht nach %(value)s")),
        "from": (_("liegt nicht vor"), "S >= V", _("„%(subject)s“ liegt nicht vor %(value)s")),
        "after": (_("liegt nach"), "S > V", _("„%(subject)s“ liegt nach %(value)s")),
        "same": (_("ist gleich"), "S == V", _("„%(subject)s“ ist gleich %(value)s")),
    }
    return tuple(
        Operator(f"{name}{suffix}", label, pattern, value, (family,), sentence)
        for name, (label, pattern, sentence) in words.items()
    )


OPERATORS: Final = (
    Operator("is_option", _("ist"), "S == V", "option", ("choice",), _("„%(subject)s“ ist %(value)s")),
    Operator("is_not_option", _("ist nicht"), "S != V", "option", ("choice",), _("„%(subject)s“ ist nicht %(value)s")),
    Operator("one_of", _("ist eines von"), "S in V", "options", ("choice",), _("„%(subject)s“ ist %(value)s")),
    Operator(
        "none_of",
        _("ist keines von"),
        "S not in V",
        "options",
        ("choice",),
        _("„%(subject)s“ ist weder noch: %(value)s"),
    ),
    Operator(
        "has", _("enthält"), "contains(S, V)", "option", ("choices",), _("bei „%(subject)s“ ist %(value)s angekreuzt")
    ),
    Operator(
        "has_not",
        _("enthält nicht"),
        "not contains(S, V)",
        "option",
        ("choices",),
        _("bei „%(subject)s“ ist %(value)s nicht angekreuzt"),
    ),
    Operator("yes", _("ist Ja"), "S == True", "", ("yes_no",), _("„%(subject)s“ ist Ja")),
    Operator("no", _("ist Nein"), "S == False", "", ("yes_no",), _("„%(subject)s“ ist Nein")),
    *_compared("number", "number"),
    *_compared("money", "money"),
    *_compared("number_field", "number"),
    *_compared("money_field", "money"),
    *_later("date", "date", noun="day"),
    *_later("date_field", "date", noun="field"),
    *_later("time", "time", noun="clock"),
    *_later("time_field", "time", noun="field"),
    Operator(
        "soon",
        _("ist früher als in so vielen Tagen"),
        "S < add_days(today(), V)",
        "number",
        ("date",),
        _("„%(subject)s“ ist früher als in %(value)s Tagen"),
    ),
    Operator(
        "not_soon",
        _("ist frühestens in so vielen Tagen"),
        "S >= add_days(today(), V)",
        "number",
        ("date",),
        _("„%(subject)s“ ist frühestens in %(value)s Tagen"),
    ),
    Operator(
        "past",
        _("liegt in der Vergangenheit"),
        "S < today()",
        "",
        ("date",),
        _("„%(subject)s“ liegt in der Vergangenheit"),
    ),
    Operator(
        "not_past", _("ist heute oder später"), "S >= today()", "", ("date",), _("„%(subject)s“ ist heute oder später")
    ),
    Operator(
        "weekend",
        _("fällt auf ein Wochenende"),
        "weekday(S) >= 6",
        "",
        ("date",),
        _("„%(subject)s“ fällt auf ein Wochenende"),
    ),
    Operator(
        "holiday",
        _("fällt auf einen Feiertag"),
        "is_holiday(S)",
        "",
        ("date",),
        _("„%(subject)s“ fällt auf einen Feiertag"),
    ),
    Operator(
        "adult",
        _("ergibt ein Alter von mindestens"),
        "age(S) >= V",
        "number",
        ("birth", "date"),
        _("„%(subject)s“ ergibt ein Alter von mindestens %(value)s Jahren"),
    ),
    Operator(
        "minor",
        _("ergibt ein Alter unter"),
        "age(S) < V",
        "number",
        ("birth", "date"),
        _("„%(subject)s“ ergibt ein Alter unter %(value)s Jahren"),
    ),
    Operator("is_text", _("ist"), "S == V", "text", ("text",), _("„%(subject)s“ ist %(value)s")),
    Operator("is_not_text", _("ist nicht"), "S != V", "text", ("text",), _("„%(subject)s“ ist nicht %(value)s")),
    Operator("has_text", _("enthält"), "contains(S, V)", "text", ("text",), _("„%(subject)s“ enthält %(value)s")),
    Operator("given", _("ist angegeben"), "given(S)", "", _EVERY, _("„%(subject)s“ ist angegeben")),
    Operator("not_given", _("ist nicht angegeben"), "not given(S)", "", _EVERY, _("„%(subject)s“ ist nicht angegeben")),
)
BY_CODE: Final[Mapping[str, Operator]] = {operator.code: operator for operator in OPERATORS}


def operators_for(family: str) -> list[Operator]:
    """Return how answers of this family can be compared."""
    return [operator for operator in OPERATORS if family in operator.families]

"""One object for each address with arguments; every text of it carries the marker (see tests/contracts)."""

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from tests.modules.cases.examples_work import work_examples


def make_examples(marker: str) -> dict[str, dict[str, Any]]:
    """Return the arguments of the module's addresses by their name."""
    found = work_examples(marker)
    if find_spec("tests.modules.cases.examples_decisions"):
        decisions = import_module("tests.modules.cases.examples_decisions")
        found |= decisions.decision_examples(marker)
    return found

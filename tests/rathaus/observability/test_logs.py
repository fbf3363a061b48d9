import io
import json
import logging
import logging.config
import uuid
from types import SimpleNamespace

import pytest
import structlog

from rathaus.observability.logs import current_request_id, logging_config, observe_request


@pytest.fixture
def lines(monkeypatch):
    """Set up JSON logging on a stream of the test's own; gives back the lines so far as dictionaries."""
    stream = io.StringIO()
    root = logging.getLogger()
    former = root.handlers[:], root.level
    config = logging_config(json=True, level="INFO")
    config["handlers"]["stderr"]["stream"] = stream
    config["loggers"] = {}
    logging.config.dictConfig(config)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.handlers[:], root.level = former


def test_our_events_and_those_of_libraries_become_the_same_kind_of_line(lines):
    structlog.get_logger("ours").info("booked", count=2)
    logging.getLogger("library").warning("slow %s", "answer")

    ours, theirs = lines()
    assert (ours["event"], ours["count"], ours["level"], ours["logger"]) == ("booked", 2, "info", "ours")
    assert (theirs["event"], theirs["level"], theirs["logger"]) == ("slow answer", "warning", "library")
    assert {"timestamp", "level", "logger"} <= set(ours) & set(theirs)


def test_bound_context_stands_on_every_line(lines):
    with structlog.contextvars.bound_contextvars(tenant="stendal", request_id="R7K2-9QXM"):
        structlog.get_logger("ours").info("a")
        logging.getLogger("library").warning("b")

    assert [(line["tenant"], line["request_id"]) for line in lines()] == [("stendal", "R7K2-9QXM")] * 2


def test_personal_data_is_masked_in_messages_values_and_tracebacks(lines):
    try:
        int("erika@stadt.example, 03931 123456, DE02120300000000202051")
    except ValueError:
        structlog.get_logger("ours").exception("failed", note="max@stadt.example")
        logging.getLogger("library").exception("failed for %s", "max@stadt.example")

    written = json.dumps(lines())
    assert "Traceback" in written
    assert not any(secret in written for secret in ("erika", "max@", "123456", "DE0212"))


def test_a_line_names_the_person_only_when_the_request_has_looked_them_up(lines):
    person = SimpleNamespace(pk=uuid.uuid4())

    observe_request(SimpleNamespace())
    structlog.get_logger("ours").info("before")
    observe_request(SimpleNamespace(_cached_user=person))
    structlog.get_logger("ours").info("after")
    observe_request(None)

    before, after = lines()
    assert "user" not in before
    assert after["user"] == str(person.pk)


def test_readable_lines_in_development_are_masked_too():
    formatter = logging_config(json=False, level="INFO")["formatters"]["line"]
    record = logging.LogRecord("x", logging.INFO, __file__, 1, "mail to %s", ("erika@stadt.example",), None)

    assert "[email]" in formatter["()"](renderer=formatter["renderer"]).format(record)


def test_the_reference_number_is_known_inside_a_request_only():
    assert current_request_id() == ""
    with structlog.contextvars.bound_contextvars(request_id="R7K2-9QXM"):
        assert current_request_id() == "R7K2-9QXM"

"""Error reports to Sentry, with everything personal taken out before they leave the process."""

from typing import Any

import sentry_sdk
from sentry_sdk.integrations.logging import ignore_logger
from sentry_sdk.scrubber import DEFAULT_DENYLIST, EventScrubber

from rathaus.observability.masking import mask_path, mask_tree

_TECHNICAL = frozenset(
    {
        "event_id",
        "timestamp",
        "start_timestamp",
        "platform",
        "level",
        "sdk",
        "modules",
        "release",
        "environment",
        "type",
    }
)
_PERSONAL_KEYS = [
    "iban", "email", "e_mail", "phone", "telefon", "first_name", "last_name", "vorname", "nachname", "name_of_person",
    "birth_date", "geburtsdatum", "address", "anschrift", "street", "note", "text", "html", "subject", "to",
]  # fmt: skip


def start_error_reports(*, dsn: str, environment: str, traces_sample_rate: float = 0.0, transport: Any = None) -> None:
    """Send error reports to this DSN from now on; does nothing without one."""
    if not dsn:
        return
    sentry_sdk.init(**client_options(dsn=dsn, environment=environment), traces_sample_rate=traces_sample_rate,
                    transport=transport)  # fmt: skip
    ignore_logger("rathaus.access")


def client_options(*, dsn: str, environment: str) -> dict[str, Any]:
    """Return the options that keep personal data out of reports, for the client and for its test."""
    return {
        "dsn": dsn,
        "environment": environment,
        # send_default_pii is left unset, which means False; setting it is deprecated since sentry-sdk 2.75.
        "include_local_variables": False,
        "include_source_context": False,
        "max_request_body_size": "never",
        "event_scrubber": EventScrubber(denylist=[*DEFAULT_DENYLIST, *_PERSONAL_KEYS], recursive=True),
        "before_send": scrub,
        "before_send_transaction": scrub,
        "before_breadcrumb": scrub_breadcrumb,
    }


def scrub(event: Any, _hint: dict[str, Any]) -> Any:
    """Return the report with every text masked and the request reduced to method and masked address."""
    clean = {key: value if key in _TECHNICAL else mask_tree(value) for key, value in event.items()}
    if "contexts" in clean:
        clean["contexts"] = {**clean["contexts"], **_kept(event["contexts"], "trace")}
    if "spans" in event:
        clean["spans"] = [{**mask_tree(span), **_kept(span, "trace_id", "span_id", "parent_span_id")}
                          for span in event["spans"]]  # fmt: skip
    if "request" in event:
        clean["request"] = _bare_request(event["request"])
    if "user" in event:
        clean["user"] = _kept(event["user"], "id")
    clean.pop("server_name", None)
    return clean


def _kept(mapping: Any, *keys: str) -> dict[str, Any]:
    return {key: mapping[key] for key in keys if key in mapping}


def _bare_request(request: dict[str, Any]) -> dict[str, Any]:
    scheme, _, rest = str(request.get("url", "")).partition("://")
    return {"method": request.get("method", ""), "url": f"{scheme}://{mask_path(rest)}"}


def scrub_breadcrumb(crumb: Any, _hint: dict[str, Any]) -> Any:
    """Return the breadcrumb with every text masked."""
    return {key: value if key in _TECHNICAL else mask_tree(value) for key, value in crumb.items()}

"""Arguments of the addresses of files: tables of figures, the monthly report."""

from typing import Any


def papers_examples() -> dict[str, dict[str, Any]]:
    """Return them by the name of the address; the figures themselves carry the marker as names of concerns."""
    return {
        "appointments_staff:statistics_table": {"slug": "anliegen"},
        "appointments_staff:report_pdf": {"month": "2026-01"},
    }

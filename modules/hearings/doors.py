"""The way into the form: by file reference and code."""

from typing import Final

DOOR: Final = "hearings.access"

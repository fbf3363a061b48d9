"""Fixtures that factories offer to all tests; each module adds its own file and is listed here."""

pytest_plugins: list[str] = [
    "tests.factories.accounts",
    "tests.factories.api",
    "tests.factories.appointments",
    "tests.factories.citizens",
    "tests.factories.threads",
]

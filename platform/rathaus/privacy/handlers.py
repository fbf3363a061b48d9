"""All parts that keep personal data: the platform's own and those of the modules."""

from collections.abc import Mapping
from types import MappingProxyType

from django.conf import settings
from django.utils.module_loading import import_string

from rathaus.privacy.protocol import PersonalData
from rathaus.registry import all_modules, contribution


def handlers() -> Mapping[str, PersonalData]:
    """Return the handlers by the name of their part, those of switched-off modules included: their data is there."""
    found: dict[str, PersonalData] = {name: import_string(path) for name, path in settings.PERSONAL_DATA.items()}
    for spec in all_modules():
        handler: PersonalData | None = contribution(spec, "personal_data")
        if handler is not None:
            found[spec.slug] = handler
    return MappingProxyType(found)

"""A service as search engines read it: schema.org GovernmentService in JSON-LD.

It is a block of data, which no browser runs: the content security policy has nothing to say about it.
"""

import json
from collections.abc import Mapping
from typing import Any, Final

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from modules.online_services.catalogue.markup import plain_text
from modules.online_services.models import PublicService
from rathaus.tenancy import Tenant

_UNSAFE: Final = {ord(sign): f"\\u{ord(sign):04X}" for sign in "<>&\u2028\u2029"}


def structured_data(service: PublicService, *, tenant: Tenant, path: str, phone: str = "") -> SafeString:
    """Return the script element with the data of the service; `path` is its page, `phone` the town hall's."""
    found = as_data(service, tenant=tenant, path=path, phone=phone)
    text = json.dumps(found, ensure_ascii=False).translate(_UNSAFE)
    escaped = mark_safe(text)  # noqa: S308  # what could end the element is written as \\uXXXX
    return format_html('<script type="application/ld+json">{}</script>', escaped)


def as_data(service: PublicService, *, tenant: Tenant, path: str, phone: str = "") -> dict[str, Any]:
    """Return the service as a GovernmentService."""
    description, url = service.description, tenant.url(path)
    found = {
        "@context": "https://schema.org",
        "@type": "GovernmentService",
        "name": service.title,
        "description": plain_text(str(description.texts.short_text)),
        "url": url,
        "identifier": description.leika_key,
        "alternateName": list(description.synonyms),
        "provider": _provider(service, tenant, phone),
        "areaServed": {"@type": "AdministrativeArea", "name": tenant.official_name},
        "availableChannel": {"@type": "ServiceChannel", "serviceUrl": _channel_url(service, url)},
    }
    return {name: value for name, value in found.items() if value}


def _provider(service: PublicService, tenant: Tenant, phone: str) -> Mapping[str, Any]:
    elsewhere = service.description.elsewhere
    if elsewhere:
        return {"@type": "GovernmentOrganization", "name": str(elsewhere.authority)}
    found = {"@type": "GovernmentOrganization", "name": tenant.official_name, "url": tenant.url("/")}
    return found | ({"telephone": phone} if phone else {})


def _channel_url(service: PublicService, url: str) -> str:
    elsewhere = service.description.elsewhere
    return elsewhere.url if elsewhere and elsewhere.url else url

"""Addresses of a municipality's former homepage: bookmarks, printed letters and search engines still know them."""

import logging
from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest

from rathaus.registry import active_modules, contribution
from rathaus.tenancy.context import tenant_or_none

logger = logging.getLogger(__name__)


def new_address(request: HttpRequest) -> str:
    """Return where the address leads now, "" where nobody knows it.

    The active modules are asked (ModuleSpec.old_addresses) only about addresses that no page here has: a page that
    was found and says 404 of its own costs no query.
    """
    tenant = tenant_or_none()
    if tenant is None or request.method not in ("GET", "HEAD") or request.resolver_match is not None:
        return ""
    try:
        asked = (contribution(spec, "old_addresses") for spec in active_modules(tenant))
        return next((found for find in asked if find and (found := _asked(find, request))), "")
    except DatabaseError:
        logger.exception("Old addresses could not be looked up")
        return ""


def _asked(find: Any, request: HttpRequest) -> str:
    return str(find(request.get_full_path()) or "")

"""Browsers for tests. The middleware leaves the connection in `public`; a test goes on where it stood."""

from typing import Any

from django.test import Client

from rathaus.tenancy.context import activate, activate_public, tenant_or_none


class Browser(Client):
    """A test client after whose requests the test is in the same municipality as before."""

    def request(self, **request: Any) -> Any:
        former = tenant_or_none()
        try:
            return super().request(**request)
        finally:
            if former is None:
                activate_public()
            else:
                activate(former)


def browser_for(host: str) -> Browser:
    """Return a browser on this host that sends what browsers send with forms."""
    return Browser(HTTP_HOST=host, HTTP_ORIGIN=f"http://{host}")

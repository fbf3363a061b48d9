"""Ways that stand on every page of the catalogue for whoever finds nothing."""

from django.urls import reverse


def contact_links() -> dict[str, str]:
    """Return where people write to the town hall and where they ask to be called."""
    return {"write_url": reverse("cases:write"), "callback_url": reverse("cases:callback")}

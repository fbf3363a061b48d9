"""Ways that stand on every page of the catalogue for whoever finds nothing."""

from django.urls import NoReverseMatch, reverse


def contact_links() -> dict[str, str]:
    """Return where people write to the town hall and where they ask to be called."""
    return {"write_url": address("cases:write"), "callback_url": address("cases:callback")}


def address(name: str, *args: object) -> str:
    """Return the address, "" where the page does not exist."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""

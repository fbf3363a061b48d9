"""What the tests of the catalogue's pages have in common."""

from django.urls import reverse

from modules.online_services.services.describing import create_service


def make_steg(actor):
    """Return a service of the municipality's own."""
    return create_service(name="Steg mieten", short_text="Ein Platz.", department=None, actor=actor)


def url(name, *args):
    return reverse(f"online_services_staff:{name}", args=args, urlconf="rathaus.urls_tenant")


def text(answer):
    return answer.content.decode()

"""What the tests of the builder's pages have in common."""

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse


def url(name, *args):
    return reverse(f"online_services_staff:{name}", args=args, urlconf="rathaus.urls_tenant")


def text(answer):
    return answer.content.decode()


def cost(action):
    """Return how many queries an action takes besides finding the municipality, and its answer."""
    with CaptureQueriesContext(connection) as captured:
        answer = action()
    beside = ("SAVEPOINT", "RELEASE", "SET ", "SELECT set_config", "SHOW")
    asked = [query["sql"] for query in captured.captured_queries if not query["sql"].startswith(beside)]
    return len([sql for sql in asked if '"tenants_' not in sql]), answer


def fresh(form):
    form.refresh_from_db()
    return form

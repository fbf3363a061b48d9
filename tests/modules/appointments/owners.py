"""People with an account of their own, as tests of their appointments need them."""

from allauth.account.models import EmailAddress
from django.test import Client

from rathaus.accounts.models import User
from rathaus.timeline.models import TimelineEntry
from tests.factories.accounts import UserFactory, sign_in

ADDRESS = "mirela.brandt@post.example"


def citizen(email: str = ADDRESS, *, has_proven: bool = True, **names: str) -> User:
    """Return somebody with an account, whose address is proven unless said otherwise."""
    person = UserFactory(email=email, **({"first_name": "Mirela", "last_name": "Brandt"} | names))
    EmailAddress.objects.create(user=person, email=email, verified=has_proven, primary=True)
    return person


def browser_of(client: Client, person: User) -> Client:
    """Return the browser with the person signed in."""
    return sign_in(client, person, second_factor=False)


def told(person: User) -> set[tuple[str, str]]:
    """Return kind and title of what the person's timeline tells; the clock of the tests stands still."""
    return set(TimelineEntry.objects.filter(person=person).values_list("kind", "title"))

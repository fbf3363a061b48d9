"""People are told in the way they chose, once, and never lose a message to a device that is gone."""

import pytest

from rathaus.accounts.models import User
from rathaus.audit.models import ActorKind, AuditEntry
from rathaus.mail.models import OutboxMessage
from rathaus.notifications import selectors, services
from rathaus.notifications.errors import UnknownKindError
from rathaus.notifications.models import Notification, NotificationPreference, PushDelivery, PushSubscription
from rathaus.notifications.selectors import Ways
from tests.factories.accounts import StaffFactory, UserFactory

pytestmark = pytest.mark.django_db


def tell(person, kind="letters.message", key="nachricht-1", **more):
    services.notify(
        person=person,
        kind=kind,
        key=key,
        subject="Neue Nachricht",
        text="Bitte sehen Sie nach.",
        path="/postfach/",
        **more,
    )


def choose(person, kind, *, mail, push):
    services.save_preferences(person=person, ways={kind: Ways(mail=mail, push=push)})


def test_at_first_a_mail_leads_to_where_it_waits(person):
    tell(person)

    message = OutboxMessage.objects.get()
    assert message.to == person.email
    assert message.subject == "Neue Nachricht"
    assert "http://musterstadt.localhost/postfach/" in message.text
    assert message.kind == "letters.message"
    assert not PushDelivery.objects.exists()


def test_what_only_colleagues_are_told_is_offered_to_colleagues_only(person):
    colleague = StaffFactory().user

    assert "letters.release" in {c.kind.code for group in selectors.choices_of(colleague) for c in group.choices}
    assert "letters.release" not in {c.kind.code for group in selectors.choices_of(person) for c in group.choices}


def test_the_same_key_tells_nobody_twice_but_another_person_once(person):
    tell(person)
    tell(person)
    tell(UserFactory())

    assert OutboxMessage.objects.count() == 2
    assert Notification.objects.count() == 2


def test_mail_and_messages_to_all_devices_go_together_where_both_are_chosen(person, device):
    first = device.add(person)
    second = type(device)(endpoint="https://web.push.apple.com/zweites").add(person)

    tell(person)

    assert OutboxMessage.objects.count() == 1
    assert set(PushDelivery.objects.values_list("subscription", flat=True)) == {first.pk, second.pk}


def test_who_chose_devices_only_gets_no_mail(person, device):
    device.add(person)
    choose(person, "letters.message", mail=False, push=True)

    tell(person)

    assert not OutboxMessage.objects.exists()
    assert PushDelivery.objects.count() == 1


def test_who_chose_devices_only_and_has_none_gets_a_mail(person):
    choose(person, "letters.message", mail=False, push=True)

    tell(person)

    assert OutboxMessage.objects.count() == 1
    assert Notification.objects.get().mailed_at


def test_who_chose_neither_is_not_told(person, device):
    device.add(person)
    choose(person, "letters.message", mail=False, push=False)

    tell(person)

    assert not OutboxMessage.objects.exists()
    assert not PushDelivery.objects.exists()


def test_a_mail_that_a_law_wants_cannot_be_switched_off(person):
    choose(person, "letters.document", mail=False, push=False)

    tell(person, kind="letters.document")

    assert OutboxMessage.objects.count() == 1


def test_the_modules_own_letter_takes_the_place_of_the_plain_one_and_only_where_mail_was_chosen(person, device):
    letters = []
    tell(person, own_mail=lambda: letters.append("mit Kalender"))
    assert letters == ["mit Kalender"]

    device.add(person)
    choose(person, "letters.message", mail=False, push=True)
    tell(person, key="nachricht-2", own_mail=lambda: letters.append("unerwünscht"))

    assert letters == ["mit Kalender"]
    assert not OutboxMessage.objects.exists()


def test_an_undeclared_kind_is_a_mistake_of_the_caller(person):
    with pytest.raises(UnknownKindError):
        tell(person, kind="letters.unknown")


def test_only_differing_choices_are_stored_and_the_record_names_their_kinds(person):
    choose(person, "letters.message", mail=True, push=True)
    assert not NotificationPreference.objects.exists()

    choose(person, "letters.message", mail=True, push=False)

    assert selectors.ways_for(person, selectors.choices_of(person)[0].choices[0].kind) == Ways(mail=True, push=False)
    entry = AuditEntry.objects.get(action="notifications.preferences_changed")
    assert entry.details == {"kinds": ["letters.message"]}
    assert entry.actor_kind == ActorKind.CITIZEN


def test_choices_of_unknown_kinds_are_not_stored(person):
    assert services.save_preferences(person=person, ways={"other.thing": Ways(mail=False, push=False)}) == []
    assert not NotificationPreference.objects.exists()


def test_a_browser_that_somebody_else_registers_leaves_its_former_owner_with_what_was_on_its_way(person, device):
    device.add(person)
    tell(person)
    other = UserFactory()

    device.add(other)

    assert PushSubscription.objects.get().person == other
    assert PushDelivery.objects.get().subscription is None


def test_registering_again_renews_the_same_row(person, device):
    first = device.add(person)
    second = device.add(person, device="Chrome auf Android", session_key="neue")

    assert first.pk == second.pk
    assert PushSubscription.objects.get().session_key == "neue"
    assert AuditEntry.objects.filter(action="notifications.device_added").count() == 1


def test_at_most_ten_devices_and_the_oldest_makes_room(person, device):
    for number in range(12):
        type(device)(endpoint=f"https://fcm.googleapis.com/fcm/send/{number}").add(person)

    endpoints = [found.endpoint.rpartition("/")[2] for found in selectors.devices_of(person)]
    assert endpoints == [str(number) for number in range(2, 12)]


def test_signing_out_forgets_this_browser_and_signing_out_everywhere_the_others(person, device):
    for name in ("eins", "zwei", "drei"):
        type(device)(endpoint=f"https://fcm.googleapis.com/fcm/send/{name}").add(person, session_key=name)
    type(device)(endpoint="https://fcm.googleapis.com/fcm/send/fremd").add(UserFactory(), session_key="fremd")

    services.forget_session(session_key="eins")
    assert PushSubscription.objects.count() == 3
    services.forget_session(session_key="")
    assert PushSubscription.objects.count() == 3

    services.forget_sessions_of(person=person, keep="zwei")
    assert set(PushSubscription.objects.values_list("session_key", flat=True)) == {"zwei", "fremd"}
    services.forget_sessions_of(person=person)
    assert PushSubscription.objects.get().session_key == "fremd"


def test_the_key_pair_is_made_once_and_its_private_half_is_encrypted(tenant):
    key = services.push_key()

    assert services.push_key() == key
    assert len(key.public_key) == 87
    assert key.private_key.startswith("gAAAA")


def test_erasing_a_person_takes_devices_choices_and_what_they_were_told(person, device):
    from rathaus.notifications.privacy import PERSONAL_DATA

    device.add(person)
    choose(person, "letters.message", mail=False, push=True)
    tell(person)
    exported = PERSONAL_DATA.export(email=person.email)

    assert [record["kind"] for record in exported] == ["device", "choice", "notification"]
    assert device.endpoint not in str(exported)
    assert PERSONAL_DATA.erase(email=person.email) > 0
    assert PERSONAL_DATA.export(email=person.email) == []
    assert User.objects.filter(pk=person.pk).exists()

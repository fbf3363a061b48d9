"""What is missing before citizens can book: the module's part of the start checklist."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from modules.appointments.models import Audience, ConcernPlace, OpeningHours, Pool, PoolKind
from rathaus.registry import SetupStep
from tenants.municipality.selectors import get_profile


def setup_checks() -> Iterator[SetupStep]:
    """Yield pools, hours, concerns and the telephone number for people who cannot book online: four queries."""
    pools = Pool.objects.filter(kind=PoolKind.COUNTERS, is_active=True)
    yield SetupStep(
        title=_("Schaltergruppe anlegen"),
        is_done=pools.exists(),
        url_name="appointments_staff:pools",
        hint=_("Sie sagt, wo Bürgerinnen und Bürger bedient werden und wie viele zugleich."),
    )
    yield SetupStep(
        title=_("Öffnungszeiten eintragen"),
        is_done=OpeningHours.objects.filter(pool__in=pools).exists(),
        url_name="appointments_staff:pools",
        hint=_("Aus ihnen entstehen die freien Termine."),
    )
    yield SetupStep(
        title=_("Anliegen für alle anbieten"),
        is_done=_offered_to_all().exists(),
        url_name="appointments_staff:concerns",
        hint=_("Mindestens ein Anliegen, das alle an einem Ort buchen können."),
    )
    yield SetupStep(
        title=_("Telefonnummer für Termine eintragen"),
        is_done=bool(get_profile().phone),
        url_name="portal_staff:contact",
        hint=_("Wer nicht online buchen kann, ruft diese Nummer an."),
    )


def _offered_to_all() -> QuerySet[ConcernPlace]:
    return ConcernPlace.objects.filter(
        is_active=True,
        location__is_active=True,
        concern__is_active=True,
        concern__audience=Audience.PUBLIC,
        pools__kind=PoolKind.COUNTERS,
        pools__is_active=True,
    )

"""Cases that programs were told of."""

import uuid

from modules.cases.models import Case, Handover, HandoverWay


def announced_case(key: uuid.UUID) -> Case | None:
    """Return the case if somebody handed it over to the programs that listen, and nobody has made it nameless since."""
    told = Handover.objects.filter(way=HandoverWay.WEBHOOK)
    return Case.objects.filter(pk=key, anonymised_at=None, pk__in=told.values("case")).first()

"""All that is kept about a person, for programs and for people (Art. 15 DSGVO)."""

import json
from pathlib import Path
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _

from rathaus.accounts.models import User
from rathaus.audit.models import ActorKind
from rathaus.pdf import render_pdf
from rathaus.privacy.readable import readable
from rathaus.privacy.services import export_person
from rathaus.tenancy import current_tenant
from rathaus.web.wording import long_date
from tenants.municipality.letterhead import letterhead

_TEMPLATE: Final = Path(__file__).parent / "pdf" / "own_data.typ"


def own_data_as_json(*, user: User) -> bytes:
    """Return a JSON document: who asked whom and when, and the records by part."""
    document = {
        "municipality": current_tenant().official_name,
        "person": user.email,
        "at": timezone.now().isoformat(),
        "data": export_person(email=user.email, actor=user, actor_kind=ActorKind.CITIZEN),
    }
    return json.dumps(document, ensure_ascii=False, indent=2).encode()


def own_data_as_pdf(*, user: User) -> bytes:
    """Return the same as a document that can be read without a program."""
    found = export_person(email=user.email, actor=user, actor_kind=ActorKind.CITIZEN)
    values = {"name": user.full_name, "day": long_date(timezone.localdate())}
    data = {
        "brand": letterhead(),
        "title": _("Ihre Daten bei uns"),
        "note": _("Auskunft nach Artikel 15 DSGVO"),
        "intro": _("Das haben wir am %(day)s über %(name)s gespeichert.") % values,
        "sections": readable(found),
    }
    return render_pdf(_TEMPLATE, data)

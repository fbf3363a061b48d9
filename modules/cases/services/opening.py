"""Open a case: number, responsibility, first entries, who is told."""

import uuid
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from modules.cases.handling import demand_kind
from modules.cases.models import Case, Channel, EntryKind, FileOrigin
from modules.cases.opening import NewCase
from modules.cases.selectors.routing import Responsibility, responsibility_for
from modules.cases.services.alarm import tell_clerks
from modules.cases.services.entries import EntryFile, add_entry, keep_files
from modules.cases.services.numbers import next_reference
from rathaus.accounts.models import User
from rathaus.audit.models import ActorKind
from rathaus.audit.services import record
from rathaus.timeline.models import By


def open_case(*, new: NewCase, idem_key: uuid.UUID, actor: User | None = None) -> Case:
    """Open a case and return it; the same key again returns the first one.

    `actor` is the clerk who opens it for somebody; without one the applicant did. Who is responsible follows the rules
    unless `new` says so. An urgent case is told to those who are responsible. Raises UnknownKindError.
    """
    demand_kind(new.kind)
    if found := Case.objects.filter(idem_key=idem_key).first():
        return found
    try:
        with transaction.atomic():
            return _open(new, idem_key, actor)
    except IntegrityError:  # the same form came twice in the same moment
        return Case.objects.get(idem_key=idem_key)


def _open(new: NewCase, idem_key: uuid.UUID, actor: User | None) -> Case:
    case = Case.objects.create(**_fields(new), **_who(new), reference=next_reference(), idem_key=idem_key, **_moment())
    by = By.STAFF if actor else By.PERSON
    who: dict[str, Any] = {"actor": actor or case.person, "by": by, "in_name_of": case.in_name_of}
    with override(case.language):
        title = opening_words(case)
    add_entry(case=case, kind=EntryKind.OPENED, title=title, is_public=True, tells=False, **who)
    _keep_content(case, new, who)
    Case.objects.filter(pk=case.pk).update(version=1, is_new_for_staff=True, is_new_for_person=False)
    case.refresh_from_db()
    _record(case, actor)
    if case.is_urgent:
        tell_clerks(case=case)
    return case


def opening_words(case: Case) -> str:
    """Return the first line of a case: by which way it came."""
    words = {
        Channel.ONLINE: _("Online eingegangen"),
        Channel.COUNTER: _("Am Schalter aufgenommen"),
        Channel.PHONE: _("Am Telefon aufgenommen"),
        Channel.LETTER: _("Mit einem Brief eingegangen"),
        Channel.EMAIL: _("Mit einer E-Mail eingegangen"),
        Channel.STAFF: _("Im Rathaus begonnen"),
    }
    return words[Channel(case.channel)]


def _fields(new: NewCase) -> dict[str, Any]:
    who = new.applicant
    return {
        "kind": new.kind,
        "title": new.title[:200],
        "source_id": new.source_id,
        "service_key": new.service_key,
        "service_name": new.service_name[:200],
        "request_kind": new.request_kind,
        "channel": new.channel,
        "area": new.area,
        "is_urgent": new.is_urgent,
        "due_on": new.due_on,
        "keep_days": new.keep_days,
        "locality": new.locality,
        "place": new.place[:200],
        "takes_place_from": new.takes_place_from,
        "takes_place_until": new.takes_place_until,
        "fee_cents": new.fee_cents,
        "search_text": new.search_text,
        "person": who.person,
        "in_name_of": who.in_name_of[:250],
        "applicant_name": who.name[:200],
        "applicant_email": who.email.strip().lower(),
        "applicant_phone": who.phone[:40],
        "applicant_address": who.address[:300],
        "is_for_organization": who.is_organization,
        "language": who.language,
    }


def _who(new: NewCase) -> dict[str, Any]:
    """Return who looks after it: whom the caller names, else what the rules say."""
    if new.department or new.responsible:
        found = Responsibility(new.department, new.responsible)
    else:
        found = responsibility_for(kind=new.kind, service_key=new.service_key, locality=new.locality)
    return {"department": found.department, "responsible": found.responsible}


def _moment() -> dict[str, Any]:
    """Return when it was opened: read after the number was taken, so both have the same order."""
    now = timezone.now()
    return {"opened_at": now, "last_at": now}


def _keep_content(case: Case, new: NewCase, who: dict[str, Any]) -> None:
    files = [EntryFile(one.file, FileOrigin.REQUEST, one.label, one.is_public) for one in new.files]
    if new.text:
        add_entry(case=case, kind=EntryKind.MESSAGE_IN, text=new.text, is_public=True, tells=False, files=files, **who)
    else:
        keep_files(case=case, entry=None, files=files)


def _record(case: Case, actor: User | None) -> None:
    kind = None if actor or case.person is None else ActorKind.CITIZEN
    details = {"kind": case.kind, "channel": str(case.channel)}
    record(action="cases.case_opened", actor=actor or case.person, target=case, actor_kind=kind, details=details)

"""Concerns: what somebody may come for, and what to bring."""

from typing import Final, get_args

from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router

from modules.appointments.documents import Document
from modules.appointments.models import Audience, Concern, ConcernPlace, PreliminaryAnswer
from modules.appointments.public_api.schemas import (
    AnswerOut,
    ChannelCode,
    ConcernOut,
    ConcernsOut,
    DocumentOut,
    QuestionOut,
)
from modules.appointments.selectors.places import concerns_for
from rathaus.api.routing import secured
from rathaus.api.types import Id, PageQuery

router = Router()

_CHANNELS: Final[tuple[ChannelCode, ...]] = get_args(ChannelCode)


@router.get(
    "concerns",
    response=ConcernsOut,
    operation_id="list_concerns",
    **secured("appointments:read", summary=_("Anliegen auflisten"), can_be_missing=False),
)
def list_concerns(request: HttpRequest, page: Query[PageQuery]) -> ConcernsOut:  # noqa: ARG001
    concerns = _offered()
    items = [_as_json(concern) for concern in concerns[page.offset : page.offset + page.limit]]
    return ConcernsOut(items=items, count=concerns.count())


@router.get(
    "concerns/{concern_id}",
    response=ConcernOut,
    operation_id="get_concern",
    **secured("appointments:read", summary=_("Ein Anliegen lesen")),
)
def get_concern(request: HttpRequest, concern_id: Id) -> ConcernOut:  # noqa: ARG001
    return _as_json(_offered().get(pk=concern_id))


def _offered() -> QuerySet[Concern]:
    places = ConcernPlace.objects.filter(is_active=True, location__is_active=True)
    return (
        concerns_for(Audience.PUBLIC)
        .order_by("position", "name", "pk")
        .prefetch_related("questions__answers", Prefetch("places", places))
    )


def _as_json(concern: Concern) -> ConcernOut:
    return ConcernOut(
        id=concern.pk,
        group=concern.group,
        name=concern.name,
        description=concern.description,
        first_minutes=concern.first_minutes,
        further_minutes=concern.further_minutes,
        max_persons=concern.max_persons,
        channels=[channel for channel in _CHANNELS if channel in concern.channels],
        offers_home_visit=concern.offers_home_visit,
        documents=_documents(concern.document_list),
        fee=concern.fee_note,
        questions=[
            QuestionOut(
                id=question.pk, text=question.text, answers=[_answer(answer) for answer in question.answers.all()]
            )
            for question in concern.questions.all()
        ],
        place_ids=[place.location_id for place in concern.places.all()],
    )


def _answer(answer: PreliminaryAnswer) -> AnswerOut:
    return AnswerOut(
        id=answer.pk,
        label=answer.label,
        extra_minutes=answer.extra_minutes,
        documents=_documents(answer.document_list),
        fee=answer.fee_note,
        hint=answer.hint,
    )


def _documents(documents: list[Document]) -> list[DocumentOut]:
    return [DocumentOut(name=document.name, note=document.note) for document in documents]

"""Answers for the cases that began with a form."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from modules.cases.api import Case, CopyTo, HandoverFile, HandoverFormat, Line, NoticeTemplate, Section
from modules.online_services.catalogue.description import CopyRecipient, ResultTemplate, ServiceDescription
from modules.online_services.engine.definition import FormDefinition
from modules.online_services.engine.nested import nested_export
from modules.online_services.engine.texts import GERMAN
from modules.online_services.engine.walking import fields_of, locate
from modules.online_services.handing_over import handover_file, handover_formats
from modules.online_services.models import PublicService, ServiceRequest
from modules.online_services.review import review_request, text_at
from modules.online_services.selectors.requests import request_of
from modules.online_services.selectors.versions import definition_of
from modules.online_services.words_filling import what_next


class RequestHandler:
    """Reads the request behind a case, in the version of the form that was filled in."""

    def sections(self, case: Case) -> Sequence[Section]:
        """Return the answers step by step, with what was confirmed or taken from a profile."""
        request = request_of(case.pk)
        if request is None:
            return ()
        return [
            Section(
                part.title,
                [Line(line.label, line.text, line.text, line.origin, line.is_sensitive) for line in part.lines],
            )
            for part in review_request(request, definition_of(request.form_version))
        ]

    def what_next(self, case: Case) -> str:
        """Return what happens next, as the form says it."""
        request = request_of(case.pk)
        return what_next(definition_of(request.form_version)) if request else ""

    def placeholders(self, case: Case) -> Mapping[str, str]:
        """Return each answer by the id of its field; fields of groups that repeat are left out."""
        request = request_of(case.pk)
        if request is None:
            return {}
        definition = definition_of(request.form_version)
        return {name: text_at(definition, request, name) for name in _names(definition)}

    def notice_templates(self, case: Case) -> Sequence[NoticeTemplate]:
        """Return the documents that the service names; notices are written in German (§ 23 VwVfG).

        Inside the administration they end with whom to ask, for there is nothing to object to.
        """
        service = _service(case)
        if service is None:
            return ()
        questions = _questions(service.description) if case.is_internal else ()
        return [_template(result, questions) for result in service.description.handling.results]

    def copies(self, case: Case) -> Sequence[CopyTo]:
        """Return who gets copies, with the addresses that the municipality gave, for the locality where it has some."""
        service = _service(case)
        if service is None:
            return ()
        return [CopyTo(str(one.label), _emails(service, one, case)) for one in service.description.handling.copies]

    def handover_formats(self, case: Case) -> Sequence[HandoverFormat]:
        """Return the formats that the service names and this form can be turned into."""
        return handover_formats(request_of(case.pk))

    def hand_over(self, case: Case, key: str) -> HandoverFile:
        """Return the request in this format; raises KeyError."""
        return handover_file(case, request_of(case.pk), key)

    def export(self, case: Case) -> Mapping[str, Any]:
        """Return the answers nested by groups with FIM ids, which form in which version it was, and the fee."""
        request = request_of(case.pk)
        if request is None:
            return {}
        definition = definition_of(request.form_version)
        return {
            "form": definition.key,
            "form_version": request.form_version.number,
            "fim": definition.fim.to_json() if definition.fim else None,
            "sent_at": request.sent_at.isoformat(),
            "assurance_level": request.assurance_level,
            "answers": nested_export(definition, request.answers),
            "fees": request.fees,
            "files": request.uploads,
        }

    def erase(self, case: Case) -> None:
        """Remove what was answered; service, version and moments stay for the statistics."""
        found = ServiceRequest.objects.filter(case_id=case.pk)
        found.update(answers={}, origin={}, facts={}, uploads={}, sent_by_id=None)


def _service(case: Case) -> PublicService | None:
    request = request_of(case.pk)
    return request.service if request else None


def _names(definition: FormDefinition) -> list[str]:
    outside = [part for part in fields_of(definition) if (found := locate(definition, part.id)) and not found.rows]
    return [part.id for part in outside if part.type != "information"]


def _questions(description: ServiceDescription) -> Sequence[str]:
    text = description.texts.legal_remedy.in_language(GERMAN)
    return (f"Fragen zu dieser Entscheidung: {text}",) if text else ()


def _template(result: ResultTemplate, questions: Sequence[str]) -> NoticeTemplate:
    return NoticeTemplate(
        key=result.key,
        title=result.title.in_language(GERMAN),
        outcome=result.outcome,
        subject=result.subject.in_language(GERMAN),
        paragraphs=[*(text.in_language(GERMAN) for text in result.paragraphs), *questions],
        conditions=[text.in_language(GERMAN) for text in result.conditions],
        legal_remedy=result.legal_remedy.in_language(GERMAN),
        signing=result.signing,
        needs_release=result.needs_release,
    )


def _emails(service: PublicService, recipient: CopyRecipient, case: Case) -> Sequence[str]:
    given = service.copy_emails.get(recipient.key, [])
    if isinstance(given, Mapping):
        return list(given.get(str(case.locality_id), []))
    return list(given)


HANDLER: Final = RequestHandler()

"""New forms: empty, copied from a shipped one or another form, or read from a file."""

from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from modules.online_services.building.editing import add_step
from modules.online_services.building.exchange import FormFile
from modules.online_services.building.naming import key_for
from modules.online_services.engine.definition import FormDefinition
from modules.online_services.engine.texts import Text
from modules.online_services.models import Form, FormTestCase, PublicService
from modules.online_services.shipped.loading import shipped_services
from rathaus.accounts.models import User
from rathaus.audit.services import record

_EMPTY_KEY: Final = "formular"


@transaction.atomic
def create_form(*, title: str, actor: User, service: PublicService | None = None) -> Form:
    """Create an empty form with one step; nobody but the town hall sees it until it is published."""
    definition = FormDefinition(key=_EMPTY_KEY, title=Text({"de": title}))
    definition, _step = add_step(definition, title=_("Ihr Anliegen"))
    return _create(definition, title=title, actor=actor, service=service, origin="empty")


@transaction.atomic
def copy_template(*, key: str, title: str, actor: User) -> Form:
    """Create a form from the shipped service with this key; raises KeyError where it has no form."""
    shipped = shipped_services()[key].form
    if shipped is None:
        raise KeyError(key)
    service = PublicService.objects.filter(shipped_key=key).first()
    form = _create(shipped, title=title, actor=actor, service=service, origin="template", template_key=key)
    form.template = shipped.to_json()
    form.save(update_fields=["template"])
    return form


@transaction.atomic
def copy_form(*, source: Form, title: str, actor: User) -> Form:
    """Create a form like another one, with its test cases. It is compared with the same shipped form later."""
    definition = FormDefinition.model_validate(source.working)
    form = _create(definition, title=title, actor=actor, origin="copy", template_key=source.template_key)
    form.template = source.template
    form.save(update_fields=["template"])
    _copy_test_cases(form, source)
    return form


@transaction.atomic
def import_form(*, file: FormFile, title: str, actor: User) -> Form:
    """Create a form from a file that was read, with its test cases."""
    form = _create(file.definition, title=title, actor=actor, origin="file")
    FormTestCase.objects.bulk_create(
        FormTestCase(
            form=form,
            title=case.title,
            answers=case.answers,
            facts=case.facts,
            today=case.today or None,
            expected=case.expected,
        )
        for case in {case.title: case for case in file.test_cases}.values()
    )
    return form


def _create(
    definition: FormDefinition,
    *,
    title: str,
    actor: User,
    origin: str,
    service: PublicService | None = None,
    template_key: str = "",
) -> Form:
    key = key_for(title or str(definition.title), set(Form.objects.values_list("key", flat=True)))
    texts = definition.title.root if not title or definition.title.in_language("de") == title else {"de": title}
    named = definition.model_copy(update={"key": key, "title": Text(texts)})
    form = Form.objects.create(
        key=key,
        title=named.title.in_language("de")[:200],
        service=service,
        working=named.to_json(),
        template_key=template_key,
    )
    record(action="online_services.form_created", actor=actor, target=form, details={"origin": origin})
    return form


def _copy_test_cases(form: Form, source: Form) -> None:
    FormTestCase.objects.bulk_create(
        FormTestCase(
            form=form,
            title=case.title,
            answers=case.answers,
            facts=case.facts,
            today=case.today,
            expected=case.expected,
        )
        for case in source.test_cases.all()
    )

"""One object for each address of the builder; every text of it carries the marker (see tests/contracts)."""

from typing import Any

from django.utils import timezone

from modules.online_services.engine.definition import FormDefinition
from modules.online_services.models import Form, FormTestCase, FormVersion, ReleaseRequest, Stage
from modules.online_services.shipped.loading import shipped_services
from modules.online_services.views.building_links import PURPOSE
from rathaus.signing import sign
from tests.factories.accounts import StaffFactory
from tests.factories.forms import fire

PAGES = (
    *("form", "form_add", "form_step", "form_history", "form_checks", "form_fees", "form_tests", "form_preview"),
    *("form_publish", "form_publish_step", "form_versions", "form_template", "form_file"),
)


def builder_examples(marker: str) -> dict[str, dict[str, Any]]:
    """Return the arguments of the builder's addresses by their name."""
    form = marked_form(marker)
    clerk = StaffFactory(user__last_name=marker).user
    version = FormVersion.objects.create(
        form=form, number=1, stage=Stage.PILOT, definition=form.working, published_at=timezone.now(), published_by=clerk
    )
    asked = ReleaseRequest.objects.create(
        form=form, definition=form.working, working_number=0, note=marker, asked_by=clerk
    )
    case = FormTestCase.objects.create(form=form, title=marker)
    own = {f"online_services_staff:{name}": {"key": form.pk} for name in PAGES}
    more = {
        "form_part": {"key": form.pk, "part": "anlass"},
        "form_table": {"key": form.pk, "part": "anlass"},
        "form_rule": {"key": form.pk, "owner": "welcher", "setting": "show"},
        "form_check": {"key": form.pk, "check": "gross"},
        "form_fee": {"key": form.pk, "number": 0},
        "form_test": {"key": form.pk, "test": case.pk},
        "form_restore": {"key": form.pk, "number": 1},
        "form_release": {"request_id": asked.pk},
    }
    pilot = {"online_services:pilot": {"token": sign(purpose=PURPOSE, value=str(version.pk))}}
    return own | {f"online_services_staff:{name}": arguments for name, arguments in more.items()} | pilot


def marked_form(marker: str) -> Form:
    """Return a form that was copied from a shipped one and carries the marker in its texts."""
    template_key = next(key for key, one in shipped_services().items() if one.form)
    data = fire().to_json() | {"title": f"{marker} Formular", "key": "kennwort"}
    data["steps"][0]["items"][0]["label"] = f"{marker} Anlass"
    definition = FormDefinition.model_validate(data)
    return Form.objects.create(
        key="kennwort",
        title=f"{marker} Formular",
        working=definition.to_json(),
        template_key=template_key,
        template=definition.to_json(),
    )

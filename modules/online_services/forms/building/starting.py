"""How a new form begins, test cases, and what is asked for when a form is published."""

import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from modules.online_services.building.exchange import MAX_BYTES
from modules.online_services.building.trying import Expected
from modules.online_services.forms.building.fields import EuroField
from modules.online_services.models import Form, FormTestCase, PublicService
from modules.online_services.shipped.loading import shipped_services
from rathaus.web.forms import DateField, ErrorTexts

EMPTY = "leer"
TEMPLATE = "vorlage:"
OTHER = "formular:"


class NewForm(ErrorTexts, forms.Form):
    """Asks for a title and with what to begin."""

    title = forms.CharField(label=pgettext_lazy("Formular", "Titel"), max_length=200)
    start = forms.ChoiceField(label=_("Womit möchten Sie beginnen?"), required=True)
    service = forms.ModelChoiceField(
        label=_("Leistung"),
        queryset=PublicService.objects.none(),
        required=False,
        empty_label=_("keine"),
        help_text=_("Zu welcher Leistung das Formular gehört. Bei einer Vorlage ist das schon bekannt."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["service"].queryset = PublicService.objects.order_by("name")  # type: ignore[attr-defined]
        self.fields["start"].choices = [  # type: ignore[attr-defined]
            (EMPTY, _("Leeres Formular")),
            (_("Mitgelieferte Vorlagen"), _templates()),
            (_("Formulare Ihrer Kommune"), [(f"{OTHER}{form.pk}", form.title) for form in Form.objects.only("title")]),
        ]


def _templates() -> list[tuple[str, str]]:
    found = [(f"{TEMPLATE}{key}", str(one.texts.name)) for key, one in shipped_services().items() if one.form]
    return sorted(found, key=lambda pair: pair[1].casefold())


class ImportForm(ErrorTexts, forms.Form):
    """Takes the file of another municipality."""

    file = forms.FileField(label=_("Datei"), help_text=_("Eine Datei, die eine andere Kommune hier exportiert hat."))
    import_title = forms.CharField(
        label=_("Titel bei Ihnen"), max_length=200, required=False, help_text=_("Leer: der Titel aus der Datei.")
    )

    def clean_file(self) -> bytes:
        """Return the content; what is too large is not read."""
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise ValidationError(_("Die Datei ist größer als 2 MB. Ein Formular ist viel kleiner."))
        return bytes(file.read())


class AskForm(ErrorTexts, forms.Form):
    """Asks what the new version changes, for whoever releases it."""

    note = forms.CharField(
        label=_("Was ändert sich, und warum?"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Das liest die Person, die freigibt."),
    )


class RefuseForm(ErrorTexts, forms.Form):
    """Asks why a request is turned down."""

    reason = forms.CharField(
        label=_("Was soll noch geändert werden?"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


COMPLETE = (("", _("egal")), ("ja", _("Angaben reichen zum Absenden")), ("nein", _("Etwas fehlt oder passt nicht")))
FEE = (("", _("egal")), ("betrag", _("genau dieser Betrag")), ("offen", _("steht noch nicht fest")))


class TestCaseForm(ErrorTexts, forms.ModelForm):  # type: ignore[type-arg]
    """Asks for a test case. Which fields show is asked beside, field by field."""

    __test__ = False  # no test class, whatever its name begins with

    complete = forms.ChoiceField(label=_("Lässt sich das absenden?"), choices=COMPLETE, required=False)
    fee = forms.ChoiceField(label=_("Gebühr"), choices=FEE, required=False)
    fee_cents = EuroField(label=_("Betrag in Euro"), required=False)
    today = DateField(
        label=_("Gerechnet wie am"),
        required=False,
        help_text=_("Leer: am Tag der Prüfung. Wichtig, wenn Fristen im Formular stehen."),
    )
    answers_text = forms.CharField(
        label=_("Antworten"),
        required=False,
        max_length=60_000,
        widget=forms.Textarea(attrs={"rows": 8, "class": "expression", "spellcheck": "false"}),
        help_text=_("Für Fachleute: die Antworten als JSON, nach technischen Namen der Felder."),
    )

    class Meta:
        model = FormTestCase
        fields = ("title", "today")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        case: FormTestCase = kwargs["instance"]
        expected = Expected.model_validate(case.expected)
        kwargs["initial"] = {
            "complete": {True: "ja", False: "nein", None: ""}[expected.complete],
            "fee": "" if not expected.checks_fee else "offen" if expected.fee_cents is None else "betrag",
            "fee_cents": expected.fee_cents,
            "answers_text": json.dumps(case.answers, ensure_ascii=False, indent=1),
        }
        super().__init__(*args, **kwargs)

    def clean_answers_text(self) -> dict[str, Any]:
        """Return the answers; raises ValidationError for what is no JSON object."""
        try:
            answers = json.loads(self.cleaned_data["answers_text"] or "{}")
        except (ValueError, RecursionError):
            answers = None
        if not isinstance(answers, dict):
            raise ValidationError(_('Das ist kein JSON mit Namen und Antworten, zum Beispiel {"anlass": "oster"}.'))
        return answers

    def expected(self, shown: list[str], hidden: list[str]) -> Expected:
        """Return what has to come out. Only for a valid form."""
        fee = self.cleaned_data["fee"]
        return Expected(
            complete={"ja": True, "nein": False}.get(self.cleaned_data["complete"]),
            shown=tuple(shown),
            hidden=tuple(hidden),
            checks_fee=bool(fee),
            fee_cents=(self.cleaned_data["fee_cents"] or 0) if fee == "betrag" else None,
        )

"""What clerks write when they decide: letters, missing documents, fees, the end of a case."""

import re
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from modules.cases.models import Case, Notice, Outcome, Signing
from modules.cases.notice_paper import split_paragraphs
from modules.cases.services.closing import WITHOUT_NOTICE
from modules.cases.services.documents import NewRequest
from modules.cases.services.fees import NewFee
from modules.cases.services.notices import NoticeText
from rathaus.web.forms import DateField, ErrorTexts, IdempotencyField

_MOST_CENTS: Final = 100_000_000
_LONG: Final = 20_000


class CentsField(forms.CharField):
    """An amount in euros as people write it ("46", "46,00", "1.046,00 €"); `cleaned_data` has cents."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(max_length=20, **kwargs)

    def clean(self, value: Any) -> Any:
        """Return cents, None for nothing; raises ValidationError."""
        text = str(super().clean(value)).replace("€", "").strip()
        if not text:
            return None
        plain = re.sub(r"[.\s](?=\d{3}(\D|$))", "", text).replace(",", ".")
        try:
            cents = Decimal(plain) * 100
        except InvalidOperation:
            raise ValidationError(_("Bitte geben Sie einen Betrag ein, zum Beispiel 46,00.")) from None
        if not cents.is_finite() or cents != cents.to_integral_value() or not 0 < cents <= _MOST_CENTS:
            raise ValidationError(_("Bitte geben Sie einen Betrag ein, zum Beispiel 46,00."))
        return int(cents)

    def prepare_value(self, value: Any) -> Any:
        """Return "46,00" for cents, what was typed as it was typed."""
        return f"{value / 100:.2f}".replace(".", ",") if isinstance(value, int) else value


class StartForm(ErrorTexts, forms.Form):
    """Which letter is written."""

    template = forms.CharField(max_length=60)
    idem_key = IdempotencyField()


class NoticeForm(ErrorTexts, forms.Form):
    """The words of a letter; each condition of the template can be left out or changed."""

    title = forms.CharField(label=_("Art des Schreibens"), max_length=120)
    outcome = forms.ChoiceField(
        label=_("Ergebnis"), choices=Outcome.choices, required=False, help_text=_("Damit schließt der Vorgang später.")
    )
    recipient = forms.CharField(
        label=_("Empfänger mit Anschrift"), max_length=500, widget=forms.Textarea(attrs={"rows": 4})
    )
    subject = forms.CharField(label=_("Betreff"), max_length=200)
    text = forms.CharField(
        label=_("Text"),
        max_length=_LONG,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=_("Eine leere Zeile trennt Absätze."),
    )
    more_conditions = forms.CharField(
        label=_("Weitere Nebenbestimmungen"),
        max_length=_LONG,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Eine leere Zeile trennt sie."),
    )
    legal_remedy = forms.CharField(
        label=_("Rechtsbehelfsbelehrung"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 5})
    )
    signing = forms.ChoiceField(label=_("Unterschrift"), choices=Signing.choices)
    with_fee = forms.BooleanField(label=_("Vorgesehene Gebühren in diesem Schreiben festsetzen"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, notice: Notice, **kwargs: Any) -> None:
        kwargs.setdefault("initial", _words_of(notice))
        super().__init__(*args, **kwargs)
        self.notice = notice
        for number, condition in enumerate(notice.conditions):
            self.fields[f"chosen_{number}"] = forms.BooleanField(
                label=_("Nebenbestimmung %(number)s") % {"number": number + 1},
                required=False,
                initial=condition["is_chosen"],
            )
            self.fields[f"condition_{number}"] = forms.CharField(
                label=_("Wortlaut %(number)s") % {"number": number + 1},
                required=False,
                max_length=2000,
                initial=condition["text"],
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    @property
    def condition_fields(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The boxes of the conditions, each with its words."""
        count = len(self.notice.conditions)
        return [(self[f"chosen_{number}"], self[f"condition_{number}"]) for number in range(count)]

    def notice_text(self) -> NoticeText:
        """Return what was written, for the services."""
        typed = self.cleaned_data
        known = [
            {"text": typed[f"condition_{number}"].strip(), "is_chosen": typed[f"chosen_{number}"]}
            for number in range(len(self.notice.conditions))
        ]
        more = [{"text": text, "is_chosen": True} for text in split_paragraphs(typed["more_conditions"])]
        return NoticeText(
            title=typed["title"],
            outcome=typed["outcome"],
            recipient=typed["recipient"],
            subject=typed["subject"],
            paragraphs=split_paragraphs(typed["text"]),
            conditions=[condition for condition in [*known, *more] if condition["text"]],
            legal_remedy=typed["legal_remedy"],
            signing=typed["signing"],
            with_fee=typed["with_fee"],
        )


class ReturnForm(ErrorTexts, forms.Form):
    """What the second person found."""

    remark = forms.CharField(
        label=_("Was soll anders werden?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )


class PostingForm(ErrorTexts, forms.Form):
    """When the letter went to the post, and whether the case is done with it."""

    posted_on = DateField(label=_("Zur Post gegeben am"))
    closes = forms.BooleanField(label=_("Vorgang damit abschließen"), required=False)


class CorrectionForm(ErrorTexts, forms.Form):
    """Why a notice is replaced."""

    reason = forms.CharField(label=_("Warum?"), max_length=500, help_text=_("Nur die Verwaltung liest das."))
    idem_key = IdempotencyField()


class RequestForm(ErrorTexts, forms.Form):
    """What is missing and until when."""

    labels = forms.CharField(
        label=_("Was fehlt?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Eine Unterlage je Zeile. Zu jeder kann die Person Dateien hochladen."),
    )
    deadline_on = DateField(label=_("Bis wann?"), help_text=_("Drei Tage vorher und am Tag danach erinnern wir."))
    text = forms.CharField(
        label=_("Nachricht dazu"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    idem_key = IdempotencyField()

    def clean_labels(self) -> list[str]:
        """Return a line for each document."""
        lines = [line.strip(" –-•\t") for line in self.cleaned_data["labels"].splitlines()]
        found = [line[:200] for line in lines if line]
        if not found or len(found) > 20:
            raise ValidationError(_("Bitte nennen Sie eine bis zwanzig Unterlagen."))
        return found

    def clean_deadline_on(self) -> Any:
        """Return the day; it lies in the future."""
        day = self.cleaned_data["deadline_on"]
        if day <= timezone.localdate():
            raise ValidationError(_("Bitte wählen Sie einen Tag in der Zukunft."))
        return day

    def new_request(self) -> NewRequest:
        """Return the request, for the services."""
        typed = self.cleaned_data
        return NewRequest(
            labels=typed["labels"], deadline_on=typed["deadline_on"], text=typed["text"], idem_key=typed["idem_key"]
        )


class FeeForm(ErrorTexts, forms.Form):
    """A fee: how much, for what, until when."""

    amount_cents = CentsField(label=_("Betrag in Euro"))
    reason = forms.CharField(label=_("Wofür?"), max_length=200)
    due_on = DateField(label=_("Zu zahlen bis"))
    kassenzeichen = forms.CharField(
        label=_("Kassenzeichen"),
        max_length=30,
        required=False,
        help_text=_("Leer lassen, dann vergeben wir eines aus der Vorgangsnummer."),
    )
    at_once = forms.BooleanField(
        label=_("Sofort auf der Seite der Person zeigen"),
        required=False,
        help_text=_("Sonst steht die Gebühr im nächsten Bescheid."),
    )
    idem_key = IdempotencyField()

    def new_fee(self) -> NewFee:
        """Return the fee, for the services."""
        return NewFee(**self.cleaned_data)


class PaidForm(ErrorTexts, forms.Form):
    """When a fee was paid."""

    paid_on = DateField(label=_("Bezahlt am"))


class ReasonForm(ErrorTexts, forms.Form):
    """Why something is done that the record should explain."""

    reason = forms.CharField(label=_("Warum?"), max_length=300, help_text=_("Nur die Verwaltung liest das."))


class HoldForm(ErrorTexts, forms.Form):
    """Why a case is kept longer; empty lets it go."""

    reason = forms.CharField(
        label=_("Warum länger aufbewahren?"),
        max_length=300,
        required=False,
        help_text=_("Zum Beispiel ein laufendes Klageverfahren. Leer lassen hebt es auf."),
    )


class CloseForm(ErrorTexts, forms.Form):
    """How a case ends without a notice."""

    outcome = forms.ChoiceField(
        label=_("Wie endet der Vorgang?"),
        choices=[(one.value, one.label) for one in WITHOUT_NOTICE],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Notiz für die Akte"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Nur die Verwaltung liest das."),
    )


def suggested_outcome(case: Case) -> str:
    """Return how such a case ends as a rule: a notification is confirmed, a message answered."""
    if case.handed_over_at:
        return str(Outcome.HANDED_OVER)
    return str(Outcome.CONFIRMED if case.request_kind == "notification" else Outcome.ANSWERED)


def _words_of(notice: Notice) -> dict[str, Any]:
    return {
        "title": notice.title,
        "outcome": notice.outcome,
        "recipient": notice.recipient,
        "subject": notice.subject,
        "text": "\n\n".join(notice.paragraphs),
        "legal_remedy": notice.legal_remedy,
        "signing": notice.signing,
        "with_fee": notice.with_fee,
        "version": notice.version,
    }

"""What somebody typed while trying a form out."""

from modules.online_services.models import Draft, Form
from rathaus.accounts.models import User


def last_rehearsal(form: Form, user: User) -> Draft | None:
    """Return the draft in which this person tried the working definition last, with something typed: one query."""
    found = Draft.objects.filter(
        form_version__form=form, form_version__number=0, is_rehearsal=True, opened_by=user
    ).exclude(answers={})
    return found.order_by("-changed_at").first()


def current_rehearsal(form: Form, user: User) -> Draft | None:
    """Return the draft in which this person tries the working definition out, None before the first time."""
    found = Draft.objects.filter(form_version__form=form, form_version__number=0, is_rehearsal=True, opened_by=user)
    return found.select_related("form_version").order_by("-created_at").first()

"""Messages from templates: `<template>.subject.txt`, `<template>.txt` and `<template>.html`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.template import Context, Engine
from django.template.loader import render_to_string
from django.utils import translation

from rathaus.mail.senders import sender_name
from rathaus.tenancy.context import tenant_or_none
from rathaus.web.languages import html_language


@dataclass(frozen=True)
class RenderedMail:
    """A message ready for `enqueue_mail(**vars(mail), ...)`."""

    subject: str
    text: str
    html: str


def render_mail(template: str, context: Mapping[str, Any], language: str = "de") -> RenderedMail:
    """Return the message in this language; templates also see `tenant`, `sender_name`, `portal_url`, `language`.

    The text parts are rendered without HTML escaping. Raises TemplateDoesNotExist unless all three files exist.
    """
    tenant = tenant_or_none()
    with translation.override(language):
        values = {
            "tenant": tenant,
            "sender_name": sender_name(),
            "portal_url": tenant.url("/") if tenant else "",
            "language": html_language(language),
            **context,
        }
        subject = " ".join(_render_text(f"{template}.subject.txt", values).split())
        text = _render_text(f"{template}.txt", values).strip() + "\n"
        html = render_to_string(f"{template}.html", {**values, "subject": subject})
    return RenderedMail(subject=subject, text=text, html=html)


def _render_text(name: str, values: Mapping[str, Any]) -> str:
    return Engine.get_default().get_template(name).render(Context(dict(values), autoescape=False))

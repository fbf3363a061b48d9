"""The components of the interface as template tags, and the German wording as filters.

Loaded everywhere without `{% load %}` (settings.TEMPLATES builtins); templates name it all the same.
"""

from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from django import template
from django.forms.boundfield import BoundField
from django.template.context import Context
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from rathaus.web import fields, languages, my, wording
from rathaus.web.icons import ICONS, SIZES, STATE_ICONS
from rathaus.web.languages import LanguageLink, home_path, other_languages
from rathaus.web.navigation import current_url

if TYPE_CHECKING:
    from django.core.paginator import Page

register = template.Library()

ALERT_KINDS = {"error": "danger", "debug": "info"}


@register.simple_tag
def icon(name: str, size: str = "", label: str = "", extra: str = "") -> SafeString:
    """Return one of KERN's icons: decoration without a label, a picture with one."""
    if name not in ICONS or size not in SIZES:
        raise template.TemplateSyntaxError(f"KERN has no icon {name!r} in size {size!r}.")
    classes = f"kern-icon kern-icon--{name}" + (f" kern-icon--{size}" if size else "") + (f" {extra}" if extra else "")
    if label:
        return format_html('<span class="{}" role="img" aria-label="{}"></span>', classes, label)
    return format_html('<span class="{}" aria-hidden="true"></span>', classes)


@register.inclusion_tag("web/parts/crest.html")
def crest(url: str = "") -> dict[str, Any]:
    """Show the coat of arms, or the neutral shield where none was uploaded."""
    return {"url": url}


@register.simple_tag(takes_context=True)
def municipality_name(context: Context) -> str:
    """Return the short name of the municipality, "" on the operators' side."""
    name = getattr(context.get("municipality"), "name", "") or getattr(context.get("tenant"), "short_name", "")
    return str(name)


@register.inclusion_tag("web/parts/site_name.html", takes_context=True)
def site_name(context: Context, below: str = "", compact: bool = False) -> dict[str, Any]:
    """Show coat of arms and name with a link to the start, or to the page `below`; compact: in one line."""
    municipality, name = context.get("municipality"), municipality_name(context)
    official = getattr(municipality, "official_name", "") or getattr(context.get("tenant"), "official_name", "")
    authority = getattr(municipality, "authority", "")
    return {
        "url": home_path() + below,
        "name": name,
        "line": "" if compact else wording.authority_line(official, name, authority),
        "crest_url": getattr(municipality, "crest_url", ""),
    }


@register.inclusion_tag("web/parts/language_switch.html", takes_context=True)
def language_switch(context: Context) -> dict[str, list[LanguageLink]]:
    """Link to this page in the other languages, where it exists in them."""
    return {"languages": other_languages_of_page(context)}


@register.simple_tag(takes_context=True, name="other_languages")
def other_languages_of_page(context: Context) -> list[LanguageLink]:
    """Return links to this page in the other languages."""
    request = context.get("request")
    return other_languages(request.get_full_path()) if request else []


@register.simple_tag
def html_language() -> str:
    """Return the language of the page as HTML names it."""
    return languages.html_language()


@register.inclusion_tag("web/parts/navigation.html", takes_context=True)
def staff_navigation(context: Context) -> dict[str, Any]:
    """Show the groups in `nav` with the line of this page marked."""
    groups, request = context.get("nav") or (), context.get("request")
    return {"groups": groups, "current": current_url(request.path if request else "", groups)}


@register.inclusion_tag("web/parts/my_navigation.html", takes_context=True)
def my_navigation(context: Context) -> dict[str, Any]:
    """Show the navigation of a citizen's own pages with the line of this page marked."""
    groups, request = my.my_navigation(), context.get("request")
    current = current_url(request.path if request else "", groups)
    return {"groups": groups, "current": current, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("web/parts/field.html")
def field(bound: BoundField, **options: Any) -> dict[str, Any]:
    """Show a form field with label, hint and error; options: label, hint, extra_class."""
    return {"field": fields.view_field(bound, **options)}


@register.inclusion_tag("web/parts/error_summary.html")
def error_summary(*forms_and_sets: Any) -> dict[str, Any]:
    """Show what is wrong in all given forms and formsets, with links to the fields."""
    items = fields.summarise(forms_and_sets)
    return {"items": items, "heading": fields.summary_heading(items)}


@register.simple_tag
def error_prefix(*forms_and_sets: Any) -> str:
    """Return "Fehler: " for the page's title when a form has errors: it is the first thing read aloud."""
    return gettext("Fehler: ") if fields.summarise(forms_and_sets) else ""


@register.simple_block_tag
def alert(content: SafeString, kind: str, title: Any, role: str = "", level: str = "span") -> SafeString:
    """Wrap the content in an alert of this kind (info, success, warning, danger) with a title."""
    kind = ALERT_KINDS.get(kind, kind or "info")
    return format_html(
        '<div class="kern-alert kern-alert--{}"{}><div class="kern-alert__header">{}'
        '<{} class="kern-title">{}</{}></div>{}</div>',
        kind,
        format_html(' role="{}"', role) if role else "",
        icon(kind),
        level,
        title,
        level,
        format_html('<div class="kern-alert__body">{}</div>', content) if content.strip() else "",
    )


@register.inclusion_tag("web/parts/chips.html")
def chips(items: Any, label: str = "") -> dict[str, Any]:
    """Show filters (rathaus.web.navigation.Chip) as a named list of links."""
    return {"chips": items, "label": label}


@register.inclusion_tag("web/parts/breadcrumb.html")
def breadcrumb(links: Any) -> dict[str, Any]:
    """Show the way to this page (rathaus.web.navigation.Link); the last one is the page itself."""
    return {"links": links}


@register.inclusion_tag("web/parts/pagination.html", takes_context=True)
def pagination(context: Context, page: "Page[Any]", parameter: str = "seite") -> dict[str, Any]:
    """Show links to the other pages of a list; all other filters in the URL stay."""
    query = context["request"].GET.copy()
    links = []
    for number in page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1):
        query[parameter] = str(number)
        links.append((number, "?" + query.urlencode() if isinstance(number, int) else ""))
    urls = dict(links)
    return {
        "page": page,
        "links": links,
        "previous": urls.get(page.number - 1),
        "next": urls.get(page.number + 1),
    }


@register.inclusion_tag("web/parts/state_word.html")
def state_word(state: str, label: Any, icon_name: str = "") -> dict[str, Any]:
    """Show a state as word, symbol and colour; states: booked waiting serving done missed blocked."""
    return {"state": state, "label": label, "icon": icon_name or STATE_ICONS[state]}


@register.inclusion_tag("web/parts/empty_state.html")
def empty_state(title: Any, text: Any = "", action_label: Any = "", action_url: str = "") -> dict[str, Any]:
    """Say that a list is empty and what to do next."""
    return {"title": title, "text": text, "action_label": action_label, "action_url": action_url}


@register.inclusion_tag("web/parts/hold_clock.html")
def hold_clock(until: datetime, note: Any = "") -> dict[str, Any]:
    """Say until when a time is held; with a script the remaining minutes count down beside it."""
    return {"until": _local(until), "now": timezone.now(), "note": note}


@register.filter
def long_date(value: date | None) -> str:
    """Return "Dienstag, 24. November 2026"."""
    return wording.long_date(_local(value)) if value else ""


@register.filter
def short_date(value: date | None) -> str:
    """Return "Di, 24.11.2026"."""
    return wording.short_date(_local(value)) if value else ""


@register.filter
def day_month(value: date | None) -> str:
    """Return "Di, 24. November"."""
    return wording.day_month(_local(value)) if value else ""


@register.filter
def brief_date(value: date | None) -> str:
    """Return "24.11."."""
    return wording.brief_date(_local(value)) if value else ""


@register.simple_tag
def days_range(first: date, last: date) -> str:
    """Return "Di, 24.11.2026 bis Do, 26.11.2026", and one day alone where both are the same."""
    return wording.days_range(_local(first), _local(last))


@register.filter
def clock(value: datetime | time | None) -> str:
    """Return "9:20"."""
    return wording.keep_together(wording.clock(_local(value))) if value is not None else ""


@register.filter
def full_clock(value: datetime | time | None) -> str:
    """Return "9:20 Uhr"."""
    return wording.keep_together(wording.full_clock(_local(value))) if value is not None else ""


@register.filter
def long_datetime(value: datetime | None) -> str:
    """Return "Di, 24. November 2026, 9:20 Uhr"."""
    return wording.keep_together(wording.long_datetime(_local(value))) if value else ""


@register.filter
def hour_range(start: time | datetime, end: time | datetime) -> str:
    """Return "9–12 Uhr"."""
    return wording.keep_together(wording.hour_range(_local(start), _local(end)))


@register.filter
def money(cents: int | None) -> str:
    """Return "46,00 €"."""
    return wording.keep_together(wording.money(cents)) if cents is not None else ""


@register.filter
def duration_words(minutes: int | None) -> str:
    """Return "etwa 20 Minuten"."""
    return wording.duration_words(minutes) if minutes is not None else ""


@register.filter
def filesize_words(size: int | None) -> str:
    """Return "1,2 MB"."""
    return wording.filesize_words(size) if size is not None else ""


@register.filter
def tel_url(number: str) -> str:
    """Return "tel:+493931000" for a number written with a leading zero, spaces or slashes."""
    return wording.tel_url(number)


def _local(value: Any) -> Any:
    """Return an aware datetime in the municipality's zone, anything else as it is."""
    return timezone.localtime(value) if isinstance(value, datetime) and timezone.is_aware(value) else value

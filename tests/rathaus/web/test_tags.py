from datetime import UTC, datetime, timedelta

import pytest
from django.core.paginator import Paginator
from django.template import TemplateSyntaxError
from django.utils import timezone
from django.utils.translation import override

from rathaus.web.languages import translated_path
from rathaus.web.navigation import Chip, Link, NavGroup, NavItem, current_url

NAV = (
    NavGroup("", (NavItem("Heute", "/verwaltung/", "home", is_exact=True),)),
    NavGroup("Arbeit", (NavItem("Termine", "/verwaltung/termine/", "calendar-today", count=3),)),
    NavGroup("Inhalte", (NavItem("Vorgänge", "/verwaltung/v/", count=100, count_words="mehr als 99 neue Vorgänge"),)),
    NavGroup("Einrichtung", (NavItem("Anliegen", "/verwaltung/termine/anliegen/"),)),
)


def test_an_icon_is_decoration_unless_it_has_a_label(render):
    assert render('{% icon "search" size="small" %}') == (
        '<span class="kern-icon kern-icon--search kern-icon--small" aria-hidden="true"></span>'
    )
    assert 'role="img" aria-label="Suchen"' in render('{% icon "search" label="Suchen" %}')


def test_an_icon_that_kern_does_not_have_is_refused(render):
    with pytest.raises(TemplateSyntaxError, match="clock"):
        render('{% icon "clock" %}')


def test_an_alert_escapes_its_title_and_keeps_its_content(render):
    html = render('{% alert "error" title role="alert" %}<p>Inhalt</p>{% endalert %}', title="<b>")
    assert 'class="kern-alert kern-alert--danger" role="alert"' in html
    assert "&lt;b&gt;" in html
    assert '<div class="kern-alert__body"><p>Inhalt</p></div>' in html


def test_an_alert_without_content_has_no_body(render):
    assert "kern-alert__body" not in render('{% alert "info" "Gespeichert" %} {% endalert %}')


def test_a_state_is_a_word_a_symbol_and_a_colour(render):
    html = render('{% state_word "waiting" "wartet" %}')
    assert 'data-state="waiting"' in html
    assert "kern-icon--account-circle" in html
    assert "wartet" in html


def test_a_state_may_have_a_symbol_of_its_own(render):
    assert "kern-icon--edit" in render('{% state_word "booked" "in Vorbereitung" "edit" %}')


def test_the_current_chip_is_marked(render):
    html = render(
        "{% chips items label='Filter' %}", items=[Chip("Alle", "?", is_current=True, count=9), Chip("Offen", "?o")]
    )
    assert html.count('aria-current="true"') == 1
    assert "Alle 9" in html
    assert "Offen</a>" in html


def test_the_last_crumb_is_the_page_itself(render):
    html = render("{% breadcrumb links %}", links=[Link("Einrichten", "/e"), Link("Orte", "/o")])
    assert '<a href="/e">Einrichten</a>' in html
    assert '<span aria-current="page">Orte</span>' in html


def test_pagination_keeps_the_filters_of_the_url(render):
    page = Paginator(range(100), 10).page(3)
    html = render("{% pagination page %}", path="/liste/?ort=a&seite=3", page=page)
    assert 'href="?ort=a&amp;seite=2" rel="prev"' in html
    assert 'href="?ort=a&amp;seite=4" rel="next"' in html
    assert html.count("aria-current") == 1


def test_one_page_needs_no_pagination(render):
    assert render("{% pagination page %}", page=Paginator(range(3), 10).page(1)).strip() == ""


def test_an_empty_state_says_what_to_do_next(render):
    html = render('{% empty_state "Noch nichts da" "Legen Sie etwas an." "Anlegen" "/neu/" %}')
    assert 'href="/neu/"' in html
    assert "Legen Sie etwas an." in html


@pytest.mark.parametrize(
    ("path", "url"),
    [
        ("/verwaltung/", "/verwaltung/"),
        ("/verwaltung/suche/", ""),
        ("/verwaltung/termine/woche/", "/verwaltung/termine/"),
        ("/verwaltung/termine/anliegen/neu/", "/verwaltung/termine/anliegen/"),
    ],
)
def test_the_navigation_marks_the_longest_fitting_line(path, url):
    assert current_url(path, NAV) == url


def test_the_navigation_shows_groups_counts_and_the_current_page(render):
    html = render("{% staff_navigation %}", path="/verwaltung/termine/", nav=NAV)
    assert html.count('aria-current="page"') == 1
    assert '<h2 id="nav-2">Arbeit</h2>' in html
    assert '<span aria-hidden="true">3</span><span class="kern-sr-only">(3 offen)</span>' in html
    assert '<span aria-hidden="true">99+</span><span class="kern-sr-only">(mehr als 99 neue Vorgänge)</span>' in html


def test_a_page_without_navigation_shows_none(render):
    assert render("{% staff_navigation %}").strip() == ""


def test_filters_read_moments_in_the_local_time_zone(render):
    moment = datetime(2026, 11, 24, 8, 20, tzinfo=UTC)
    with timezone.override("Europe/Berlin"):
        assert render("{{ at|long_datetime }}", at=moment) == "Di, 24. November 2026, 9:20\u00a0Uhr"
        assert render("{{ at|clock }}", at=moment) == "9:20"


def test_filters_say_nothing_about_missing_values(render):
    source = "{{ v|long_date }}{{ v|clock }}{{ v|money }}{{ v|duration_words }}{{ v|filesize_words }}"
    assert render(source, v=None) == ""


def test_midnight_is_a_time_and_zero_an_amount(render):
    assert render("{{ v|clock }}", v=datetime(2026, 1, 1, tzinfo=UTC).time()) == "0:00"
    assert render("{{ v|money }}", v=0) == "0,00\u00a0€"


def test_the_hold_clock_says_the_end_without_a_script(render):
    until = timezone.now() + timedelta(minutes=10)
    html = render("{% hold_clock until %}", until=until)
    assert f"Für Sie reserviert bis {timezone.localtime(until):%-H:%M}\u00a0Uhr." in html
    assert 'role="timer"' in html
    assert 'aria-live="polite"' in html


def test_the_hold_clock_speaks_english_on_english_pages(render):
    with override("en"):
        assert "{minutes} minutes left." in render("{% hold_clock until %}", until=timezone.now())


@pytest.mark.parametrize(
    ("path", "language", "url"),
    [
        ("/termine/?ort=a", "en", "/en/termine/?ort=a"),
        ("/en/termine/", "de", "/termine/"),
        ("/dateien/", "en", "/dateien/"),
    ],
)
def test_a_page_knows_its_address_in_the_other_language(path, language, url):
    with override("en" if path.startswith("/en/") else "de"):
        assert translated_path(path, language) == url


def test_the_language_switch_offers_only_languages_that_the_page_has(render):
    assert '<a href="/en/termine/" lang="en" hreflang="en">English</a>' in render(
        "{% language_switch %}", path="/termine/"
    )
    assert render("{% language_switch %}", path="/dateien/").strip() == ""


def test_plain_german_is_a_language_by_its_name_and_german_for_browsers(render):
    assert '<a href="/de-einfach/termine/" lang="de" hreflang="de">Einfache Sprache</a>' in render(
        "{% language_switch %}", path="/termine/"
    )
    with override("de-einfach"):
        page = render("{% language_switch %}{% html_language %}", path="/de-einfach/termine/")
    assert page.endswith("de")
    assert '<a href="/termine/" lang="de" hreflang="de">Deutsch</a>' in page
    assert "Leichte Sprache" not in page


def test_the_dashboard_is_not_offered_in_plain_german(render):
    assert "Einfache Sprache" not in render("{% language_switch %}", path="/verwaltung/")

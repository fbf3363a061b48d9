import re

import pytest
from django.template import TemplateDoesNotExist
from django.template.loader import get_template

from rathaus.mail.rendering import render_mail

FILES = {
    "probe/hello.subject.txt": "Termin:\n {{ name }} & Co\n",
    "probe/hello.txt": "{% extends 'mail/base.txt' %}{% block content %}Guten Tag {{ name }}, {{ link }}{% endblock %}",
    "probe/hello.html": (
        "{% extends 'mail/base.html' %}{% block content %}<p>Guten Tag {{ name }}</p>"
        "{% include 'mail/parts/button.html' with url=link label='Ansehen' %}{% endblock %}"
    ),
}


@pytest.fixture(autouse=True)
def _templates(settings):
    loaders = [("django.template.loaders.locmem.Loader", FILES), "django.template.loaders.app_directories.Loader"]
    options = {**settings.TEMPLATES[0]["OPTIONS"], "loaders": loaders}
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "APP_DIRS": False, "OPTIONS": options}]


def render(**context):
    return render_mail("probe/hello", {"name": "Müller & <Söhne>", "link": "https://x.example/t/1?a=1&b=2", **context})


def test_subject_and_text_are_plain_and_html_is_escaped(tenant):
    mail = render()

    assert mail.subject == "Termin: Müller & <Söhne> & Co"
    assert "Guten Tag Müller & <Söhne>, https://x.example/t/1?a=1&b=2" in mail.text
    assert "Guten Tag Müller &amp; &lt;Söhne&gt;" in mail.html


def test_every_part_names_the_municipality_and_its_portal(tenant):
    mail = render()

    for part in (mail.text, mail.html):
        assert tenant.official_name in part
        assert tenant.url("/") in part


def test_html_has_language_title_and_nothing_from_elsewhere(tenant):
    html = render().html

    assert '<html lang="de">' in html
    assert "<title>Termin: Müller &amp; &lt;Söhne&gt; &amp; Co</title>" in html
    assert not re.search(r"<(img|link|script|iframe)|url\(|@import|src=", html)


def test_a_message_is_rendered_in_the_readers_language(tenant):
    mail = render_mail("probe/hello", {"name": "x", "link": "y"}, language="en")

    assert '<html lang="en">' in mail.html
    assert "automatically" in mail.text


@pytest.mark.parametrize("missing", list(FILES))
def test_all_three_parts_must_exist(tenant, settings, missing):
    files = {name: text for name, text in FILES.items() if name != missing}
    loaders = [("django.template.loaders.locmem.Loader", files), "django.template.loaders.app_directories.Loader"]
    options = {**settings.TEMPLATES[0]["OPTIONS"], "loaders": loaders}
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "OPTIONS": options}]

    with pytest.raises(TemplateDoesNotExist):
        render()


def test_layout_tables_say_that_they_are_layout():
    source = get_template("mail/base.html").template.source

    assert source.count("<table") == source.count('<table role="presentation"') > 0

from hypothesis import given, settings
from hypothesis import strategies as st

from tenants.municipality.markup import open_points, render_markup


def test_headings_lists_and_paragraphs_become_html():
    html = render_markup("## Kontakt\n\nMarkt 1\n39500 Musterstadt\n\n- eins\n- zwei\n")
    assert '<h2 class="kern-heading-medium">Kontakt</h2>' in html
    assert "<p>Markt 1<br>39500 Musterstadt</p>" in html
    assert "<li>eins</li><li>zwei</li></ul>" in html


def test_mail_and_web_addresses_become_links():
    html = render_markup(
        "Schreiben Sie an stadt@musterstadt.example oder lesen Sie https://www.musterstadt.example/a?b=1&c=2"
    )
    assert '<a href="mailto:stadt@musterstadt.example">' in html
    assert 'href="https://www.musterstadt.example/a?b=1&amp;c=2"' in html


def test_html_that_somebody_types_stays_text():
    html = render_markup("## <b>fett</b>\n\n- <img src=x onerror=alert(1)>\n\n<script>alert(1)</script>")
    assert "<b>" not in html
    assert "<img" not in html
    assert "<script>" not in html


@settings(deadline=None)
@given(st.text(alphabet="<>&\"'# -\nabc/:@.", max_size=200))
def test_no_tag_but_ours_ever_comes_out(text):
    html = render_markup(text)
    for tag in ("<h2", "</h2>", "<ul", "</ul>", "<li>", "</li>", "<p>", "</p>", "<br>", "<a ", "</a>"):
        html = html.replace(tag, "")
    assert "<" not in html


def test_open_points_are_counted_in_any_case_of_letters():
    assert open_points("[bitte ergänzen: Telefon] und [Bitte ergänzen: Ort]") == 2
    assert open_points("Alles da.") == 0

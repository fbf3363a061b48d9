"""Documents: accessible by their tags, the same everywhere, and safe from what people type."""

import io
import shutil
import socket
from concurrent.futures import ThreadPoolExecutor

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from rathaus.pdf import PdfError, encrypt_pdf, fonts, picture_as_svg, render_pdf, render_png
from rathaus.pdf.letters import printable

LETTER = """
#import "@local/rathaus:1.0.0": data, letter
#show: letter.with(data.brand, title: data.title, note: "Vertraulich")
= #data.title
#data.text
#table(columns: 2, table.header([Name], [Zeit]), [Brandt], [9:20])
"""


def png():
    target = io.BytesIO()
    Image.new("RGB", (40, 50), "#a8123e").save(target, format="PNG")
    return target.getvalue()


def letter_data(**changes):
    brand = {
        "name": "Musterstadt",
        "official_name": "Stadt Musterstadt",
        "authority": "Der Bürgermeister",
        "color": "#a8123e",
        "crest": picture_as_svg(png()),
        "crest_alt": "Wappen Musterstadt",
        "contact": ["Markt 1"],
        "phone": "",
        "words": {"page": "Seite", "of": "von"},
        "language": "de",
    }
    return {"brand": brand, "title": "Tagesliste", "text": "Ein Satz."} | changes


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    path = tmp_path_factory.mktemp("pdf") / "letter.typ"
    path.write_text(LETTER, encoding="utf-8")
    return path


def opened(pdf, password=""):
    return pikepdf.open(io.BytesIO(pdf), password=password)


def tags_in(document):
    """Return the names of all elements of the structure tree."""
    found, waiting = [], [document.Root.StructTreeRoot]
    while waiting:
        node = waiting.pop()
        if isinstance(node, pikepdf.Dictionary):
            found.append(str(node.get("/S", "")))
            kids = node.get("/K", [])
            waiting += list(kids) if isinstance(kids, pikepdf.Array) else [kids]
    return set(found)


def fonts_of(document):
    return [font for page in document.pages for font in page.Resources.get("/Font", {}).values()]


def test_a_document_is_tagged_and_says_language_and_title(template):
    with opened(render_pdf(template, letter_data())) as document:
        assert document.Root.MarkInfo.Marked
        assert {"/H1", "/Table", "/TH", "/TD", "/Figure"} <= tags_in(document)
        assert str(document.Root.Lang).lower().startswith("de")
        assert document.Root.ViewerPreferences.DisplayDocTitle
        with document.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["dc:title"] == "Tagesliste"


def test_the_fonts_are_ours_and_travel_with_the_document(template):
    with opened(render_pdf(template, letter_data())) as document:
        found = fonts_of(document)
        assert found
        for font in found:
            below = font.DescendantFonts[0]
            assert "FiraSans" in str(below.FontDescriptor.FontName)
            assert any(name in below.FontDescriptor for name in ("/FontFile", "/FontFile2", "/FontFile3"))


def test_what_somebody_typed_is_text_and_never_a_command(template):
    evil = '#panic("gotcha") *stark* $x$ #import "@preview/x:1.0.0": y \\ <label> @ref `raw` \u202e'
    pdf = render_pdf(template, letter_data(text=evil))
    assert pdf.startswith(b"%PDF-")
    assert pdf != render_pdf(template, letter_data(text="stark"))


@settings(max_examples=25)
@given(text=st.text(max_size=200))
def test_any_text_can_be_printed(template, text):
    assert render_pdf(template, letter_data(text=text)).startswith(b"%PDF-")


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Mirela Brandt", "Mirela Brandt"),
        ("Łukasz Ștefan Yıldız", "Łukasz Ștefan Yıldız"),
        ("Иван", "Иван"),
        ("Anna 🎉", "Anna ?"),
        ("محمد", "????"),
        ("a\u202eb\x00c\u200bd", "abcd"),
        ("\uff21nna", "Anna"),
        ({"a": ["ok", "🎉"], "n": 3, "none": None}, {"a": ["ok", "?"], "n": 3, "none": None}),
    ],
)
def test_letters_that_the_font_lacks_are_replaced(typed, shown):
    assert printable(typed) == shown


def test_no_network_is_used(template, monkeypatch):
    def refuse(*_args, **_kwargs):
        raise AssertionError("a document asked the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    assert render_pdf(template, letter_data())


def test_a_template_that_breaks_the_standard_is_an_error(tmp_path):
    path = tmp_path / "untitled.typ"
    path.write_text("Ohne Titel", encoding="utf-8")
    with pytest.raises(PdfError, match="title"):
        render_pdf(path, {})


def test_threads_share_a_compiler_and_get_their_own_documents(template):
    titles = [f"Liste {number}" for number in range(12)]
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda title: render_pdf(template, letter_data(title=title)), titles))
    for title, pdf in zip(titles, made, strict=True):
        with opened(pdf) as document, document.open_metadata() as metadata:
            assert metadata["dc:title"] == title


def test_processes_that_come_at_once_make_the_fonts_once(tmp_path, settings):
    settings.LOCAL_DIR = tmp_path
    make = fonts.font_folder.__wrapped__
    with ThreadPoolExecutor(3) as pool:
        folders = set(pool.map(lambda _number: make(), range(3)))
    (folder,) = folders
    assert sorted(path.name for path in folder.iterdir()) == [f"FiraSans-{cut}.ttf" for cut in sorted(fonts.CUTS)]
    assert [path.name for path in (tmp_path / "fonts").iterdir()] == [folder.name]
    shutil.rmtree(folder)
    assert make() == folder
    assert folder.exists()


def test_a_preview_is_a_picture_of_the_first_page(template):
    with Image.open(io.BytesIO(render_png(template, letter_data(), ppi=36))) as picture:
        assert picture.size == (298, 421)


def test_an_encrypted_document_opens_with_the_password_alone_and_keeps_its_tags(template):
    locked = encrypt_pdf(render_pdf(template, letter_data()), password="Der Hund schläft")
    with pytest.raises(pikepdf.PasswordError):
        opened(locked)
    with pytest.raises(pikepdf.PasswordError):
        opened(locked, "der hund schläft")
    with opened(locked, "Der Hund schläft") as document:
        assert document.encryption.R == 6
        assert document.encryption.bits == 256
        assert "/Table" in tags_in(document)
    assert b"Tagesliste" not in locked


def test_a_short_password_is_refused(template):
    with pytest.raises(ValueError, match="8 characters"):
        encrypt_pdf(render_pdf(template, letter_data()), password="1234567")


def test_only_a_png_becomes_a_picture():
    with pytest.raises(ValueError, match="no PNG"):
        picture_as_svg(b"<svg onload='x'>" * 4)

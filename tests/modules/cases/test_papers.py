"""Documents: what a letter is made of, looked at with pikepdf. Not validated with veraPDF, which is no package."""

import io
import uuid
from datetime import date

import pikepdf
import pytest
from django.utils import timezone

from modules.cases.exporting import case_json
from modules.cases.file_paper import case_file_pdf
from modules.cases.list_papers import call_list_pdf, day_list_pdf
from modules.cases.models import Call, CallRecipient, Reach
from modules.cases.notice_paper import notice_pdf, split_paragraphs
from modules.cases.selectors.signing import Signer
from modules.cases.services.writing import add_remark
from tests.factories.cases import make_file
from tests.factories.decisions import issued_notice, make_fee, make_notice, permit_case, with_account

pytestmark = pytest.mark.django_db
SIGNER = Signer("Im Auftrag", "Katrin Voss", "Sachbearbeitung")


def opened(content: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(content))


def fonts_of(pdf):
    fonts = [font for page in pdf.pages for font in page.resources.get("/Font", {}).values()]
    return [font["/DescendantFonts"][0] if "/DescendantFonts" in font else font for font in fonts]


def tags_of(pdf):
    """Return the kinds of elements in the structure tree."""
    found, waiting = set(), [pdf.Root.StructTreeRoot]
    while waiting:
        node = waiting.pop()
        if "/S" in node:
            found.add(str(node["/S"]))
        kids = node.get("/K", [])
        each = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
        waiting += [kid for kid in each if isinstance(kid, pikepdf.Dictionary) and ("/S" in kid or "/K" in kid)]
    return found


@pytest.fixture
def letter(case_worker):
    with_account()
    case = permit_case()
    make_fee(case, case_worker)
    return opened(notice_pdf(make_notice(case, case_worker), signer=SIGNER, on=date(2026, 11, 23)))


class TestLetter:
    def test_it_says_that_it_keeps_both_standards(self, letter):
        with letter.open_metadata() as metadata:
            assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "B")
            assert metadata["pdfuaid:part"] == "1"
        assert letter.Root.OutputIntents[0]["/S"] == "/GTS_PDFA1"

    def test_it_is_tagged_german_and_shows_its_title(self, letter):
        assert letter.Root.MarkInfo["/Marked"]
        assert str(letter.Root.Lang).startswith("de")
        assert letter.Root.ViewerPreferences["/DisplayDocTitle"]
        assert {"/H1", "/H2", "/P", "/L", "/Figure"} <= tags_of(letter)

    def test_every_font_is_embedded(self, letter):
        descriptors = [font["/FontDescriptor"] for font in fonts_of(letter)]

        assert descriptors
        assert all("/FontFile2" in one or "/FontFile3" in one for one in descriptors)

    def test_the_same_letter_has_the_same_fingerprint(self, case_worker):
        notice = make_notice(permit_case(), case_worker)

        assert notice_pdf(notice, signer=SIGNER, on=date(2026, 11, 23)) == notice_pdf(
            notice, signer=SIGNER, on=date(2026, 11, 23)
        )

    def test_no_text_of_a_person_is_ever_a_command(self, case_worker):
        notice = make_notice(permit_case(), case_worker, paragraphs=["#panic() $x$ \\ 🔥 *[a]* // nein"])

        assert notice_pdf(notice, signer=SIGNER, on=date(2026, 11, 23)).startswith(b"%PDF-")

    def test_paragraphs_are_parted_by_empty_lines(self):
        assert split_paragraphs("Eins\r\nzwei\r\n\r\n \r\nDrei") == ["Eins\nzwei", "Drei"]


class TestFile:
    def test_the_whole_file_keeps_both_standards(self, case_worker):
        case = permit_case()
        make_file(case)
        issued_notice(case, case_worker)
        pdf = opened(case_file_pdf(case, with_remarks=True))

        assert {"/H1", "/Table", "/TH", "/TD"} <= tags_of(pdf)

    def test_remarks_of_colleagues_are_only_in_it_when_asked_for(self, case_worker):
        case = permit_case()
        add_remark(case=case, text="Geheim", idem_key=uuid.uuid4(), actor=case_worker)

        assert "Geheim" not in str(case_json(case))
        assert "Geheim" in str(case_json(case, with_remarks=True))
        assert len(case_file_pdf(case, with_remarks=True)) > len(case_file_pdf(case, with_remarks=False))


def test_lists_are_printed_with_and_without_entries(case_worker):
    case, day = permit_case(), date(2026, 12, 19)
    call = Call(subject="Waldbrand", text="Kein Feuer.", first_on=day, last_on=day, sent_at=timezone.now())
    person = CallRecipient(call=call, case=case, reach=Reach.PHONE, name="Heinz", reached_at=timezone.now())

    assert "/Table" in tags_of(opened(day_list_pdf([case], day, day)))
    assert "/Table" not in tags_of(opened(day_list_pdf([], day, day)))
    assert "/Table" in tags_of(opened(call_list_pdf(call, [person])))

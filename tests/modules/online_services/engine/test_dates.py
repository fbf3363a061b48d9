"""Days as they are read in each language; they are typed alike in all."""

from datetime import date

import pytest
from django.utils.translation import override

from modules.online_services.engine.fields import DateField, PartialDateField
from modules.online_services.engine.formats import date_words, partial_date_text
from modules.online_services.engine.showing import answer_text


@pytest.mark.parametrize(
    ("language", "said"), [("de", "04.04.2026"), ("en", "4 April 2026"), ("en-gb", "4 April 2026")]
)
def test_a_day_reads_as_the_language_writes_it(language: str, said: str) -> None:
    field = DateField(type="date", id="tag", label="Tag")
    with override(language):
        assert date_words(date(2026, 4, 4)) == answer_text(field, "2026-04-04") == said


@pytest.mark.parametrize(
    ("answer", "german", "english"),
    [("1968-04-02", "02.04.1968", "2 April 1968"), ("1968-04", "04.1968", "April 1968"), ("1968", "1968", "1968")],
)
def test_a_birth_date_reads_so_far_as_it_is_known(answer: str, german: str, english: str) -> None:
    field = PartialDateField(type="partial_date", id="geburt", label="Geburt")
    assert answer_text(field, answer, language="de") == german
    assert answer_text(field, answer, language="en") == english
    with override("en"):
        assert partial_date_text(answer) == german

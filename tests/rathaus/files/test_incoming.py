"""Files come in parts, and a lost connection loses one part at most."""

import uuid

import pytest
from django.core.files.storage import default_storage
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rathaus.files.errors import FileTooLargeError, IncompleteFileError, MisplacedPartError, WrongDocumentError
from rathaus.files.incoming import append_part, assemble, discard_parts
from tests.factories.inbox import pdf_bytes, picture_bytes

pytestmark = pytest.mark.django_db


def send(content, key=None, size=400):
    """Send the whole content in parts and return its key."""
    key, here = key or uuid.uuid4(), 0
    while here < len(content):
        here = append_part(key=key, received=here, offset=here, content=content[here : here + size])
    return key


def test_the_parts_make_the_file_again():
    content = pdf_bytes()
    key = send(content)

    file = assemble(key=key, size=len(content), filename="Lageplan.pdf")

    assert (file.content, file.filename) == (content, "Lageplan.pdf")


PARTS = st.lists(st.tuples(st.integers(0, 90), st.integers(1, 200), st.booleans()), max_size=8)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(parts=PARTS)
def test_parts_that_come_twice_or_overlap_change_nothing(parts):
    content, key, here = picture_bytes(), uuid.uuid4(), 0
    for back, length, is_noted in parts:
        offset = max(0, here - back)
        now = append_part(key=key, received=here, offset=offset, content=content[offset : offset + length])
        here = now if is_noted else here  # else the answer got lost, and what was noted with it
    append_part(key=key, received=here, offset=here, content=content[here:])

    file = assemble(key=key, size=len(content), filename="Schlagloch.png")

    assert file.content_type == "image/png"


def test_a_gap_is_refused_so_that_the_sender_asks_where_to_go_on():
    with pytest.raises(MisplacedPartError):
        append_part(key=uuid.uuid4(), received=10, offset=20, content=b"x")


def test_more_than_allowed_is_refused_before_it_is_kept():
    key = uuid.uuid4()

    with pytest.raises(FileTooLargeError):
        append_part(key=key, received=90, offset=90, content=b"x" * 20, max_bytes=100)

    assert not default_storage.exists(f"incoming/{key.hex}")


def test_half_a_file_is_no_file():
    content = pdf_bytes()
    key = send(content[:500])

    with pytest.raises(IncompleteFileError):
        assemble(key=key, size=len(content), filename="Lageplan.pdf")


def test_a_whole_file_is_judged_by_its_content():
    with pytest.raises(WrongDocumentError):
        assemble(key=send(b"MZ a program"), size=12, filename="Lageplan.pdf")


def test_what_is_given_up_leaves_nothing_behind():
    key = send(pdf_bytes())

    discard_parts(key=key)
    discard_parts(key=key)

    with pytest.raises(IncompleteFileError):
        assemble(key=key, size=1, filename="x.pdf")

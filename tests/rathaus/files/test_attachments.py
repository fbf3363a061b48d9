"""Files that people send along are judged by what they hold."""

import hashlib

import pytest
from django.core.files.storage import default_storage

from rathaus.files.attachments import (
    MAX_BYTES,
    check_content,
    check_file,
    check_files,
    discard,
    keep_file,
    keep_files,
    read_kept,
)
from rathaus.files.errors import (
    DamagedFileError,
    FileTooLargeError,
    LockedDocumentError,
    TooManyFilesError,
    WrongDocumentError,
)
from rathaus.files.storage import LocalTenantStorage
from tests.factories.inbox import pdf_bytes, picture_bytes, upload

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("content", "content_type", "suffix"),
    [
        (pdf_bytes(), "application/pdf", ".pdf"),
        (picture_bytes("PNG"), "image/png", ".png"),
        (picture_bytes("JPEG"), "image/jpeg", ".jpg"),
        (picture_bytes("WEBP"), "image/webp", ".webp"),
    ],
)
def test_the_content_says_what_a_file_is_and_its_name_says_nothing(content, content_type, suffix):
    checked = check_content(content, filename="Lageplan.exe")

    assert (checked.content_type, checked.filename) == (content_type, f"Lageplan{suffix}")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"MZ\x90\x00 a program",
        b"<html><script>alert(1)</script></html>",
        b"%PDF-1.7 and nothing that follows",
        picture_bytes("PNG")[:40],
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>',
        picture_bytes("GIF"),
    ],
)
def test_anything_else_is_refused_with_its_name(content):
    with pytest.raises(WrongDocumentError, match="Plan"):
        check_file(upload("Plan.pdf", content))


def test_a_pdf_with_a_password_is_refused_with_a_sentence_of_its_own():
    with pytest.raises(LockedDocumentError, match="Kennwort"):
        check_content(pdf_bytes(password="geheim"), filename="Akte.pdf")


def test_a_file_that_is_too_large_is_refused_whatever_it_is():
    with pytest.raises(FileTooLargeError):
        check_file(upload("groß.pdf", b"%PDF-" + b"0" * MAX_BYTES))


def test_more_than_five_files_are_refused():
    with pytest.raises(TooManyFilesError, match="höchstens 5"):
        check_files([upload(f"{number}.pdf") for number in range(6)])


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\sabine\\Plan.pdf", "Plan.pdf"),
        ('a"b\r\nX: 1.pdf', "abX 1.pdf"),
        ("", "Datei.pdf"),
        ("..", "Datei.pdf"),
        ("x" * 300 + ".pdf", "x" * 100 + ".pdf"),
    ],
)
def test_a_name_is_cut_down_to_what_no_system_takes_amiss(sent, kept):
    assert check_content(pdf_bytes(), filename=sent).filename == kept


def test_a_kept_file_is_read_back_with_its_fingerprint():
    content = pdf_bytes()

    kept = keep_file(check_content(content, filename="Plan.pdf"))

    assert kept.sha256 == hashlib.sha256(content).hexdigest()
    assert kept.size == len(content)
    assert read_kept(kept.stored, sha256=kept.sha256) == content


def test_a_file_that_was_changed_or_lost_in_the_storage_is_not_given_out():
    kept = keep_file(check_content(pdf_bytes(), filename="Plan.pdf"))

    with pytest.raises(DamagedFileError):
        read_kept(kept.stored, sha256="0" * 64)
    discard([kept])
    with pytest.raises(DamagedFileError):
        read_kept(kept.stored, sha256=kept.sha256)


def test_when_one_of_several_cannot_be_kept_none_is(monkeypatch):
    names = []
    save = LocalTenantStorage.save

    def fail_at_the_second(storage, name, content):
        if names:
            raise OSError("The disk is full.")
        names.append(save(storage, name, content))
        return names[0]

    monkeypatch.setattr(LocalTenantStorage, "save", fail_at_the_second)
    files = [check_content(pdf_bytes(), filename=f"{number}.pdf") for number in range(2)]

    with pytest.raises(OSError, match="full"):
        keep_files(files)

    assert not default_storage.exists(names[0])

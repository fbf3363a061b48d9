from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image, PngImagePlugin

from rathaus.files import pictures
from rathaus.files.errors import FileError, FileTooLargeError, TooManyPixelsError, WrongKindError
from rathaus.files.services import delete_file, store_picture


def stored_picture(stored):
    with default_storage.open(stored.name) as file:
        return Image.open(BytesIO(file.read()))


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_pictures_of_each_kind_are_kept_as_png(tenant, make_picture, kind):
    stored = store_picture(make_picture(kind=kind))

    picture = stored_picture(stored)
    assert (picture.format, picture.size) == ("PNG", (40, 30))
    assert (stored.width, stored.height) == (40, 30)
    assert stored.size == default_storage.size(stored.name)


def test_the_content_decides_and_not_the_name(tenant, make_picture):
    assert store_picture(make_picture(kind="JPEG", name="wappen.exe")).name.endswith(".png")
    with pytest.raises(WrongKindError):
        store_picture(ContentFile(b"<svg onload='alert(1)'/>", name="wappen.png"))


@pytest.mark.parametrize(
    "content", [b"", b"\x89PNG\r\n\x1a\n", b"GIF89a" + b"\0" * 50, b"%PDF-1.7", b"\xff\xd8\xff\xe0broken"]
)
def test_what_is_no_readable_picture_is_refused_with_a_sentence(tenant, content):
    with pytest.raises(WrongKindError) as caught:
        store_picture(ContentFile(content, name="wappen.png"))

    assert str(caught.value).endswith("Formate: PNG, JPEG, WebP.")


def test_a_truncated_picture_is_refused(tenant, make_picture):
    whole = make_picture(size=(300, 300), kind="JPEG").read()

    with pytest.raises(WrongKindError):
        store_picture(ContentFile(whole[: len(whole) // 2], name="wappen.jpg"))


def test_only_the_asked_kinds_are_taken(tenant, make_picture):
    with pytest.raises(WrongKindError, match=r"Formate: PNG\."):
        store_picture(make_picture(kind="JPEG"), kinds=("PNG",))


def test_too_many_bytes_are_refused_with_the_limit(tenant, make_picture):
    with pytest.raises(FileTooLargeError, match="höchstens 2,0"):
        store_picture(ContentFile(b"x" * (2 * 1024 * 1024 + 1), name="wappen.png"))


def test_a_small_file_with_enormous_dimensions_is_refused_before_it_is_unpacked(tenant, make_picture, monkeypatch):
    monkeypatch.setattr(pictures, "_encode", lambda _: pytest.fail("unpacked"))

    with pytest.raises(TooManyPixelsError, match="8000"):
        store_picture(make_picture(size=(8001, 10)))


def test_a_decompression_bomb_is_refused(tenant, make_picture, monkeypatch):
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 100)

    with pytest.raises(TooManyPixelsError):
        store_picture(make_picture(size=(15, 10)))
    with pytest.raises(TooManyPixelsError):
        store_picture(make_picture(size=(30, 30)))


def test_metadata_and_appended_bytes_do_not_survive(tenant, make_picture):
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", "erika.muster")
    exif = Image.Exif()
    exif[0x010E] = "Am Markt 1"
    upload = make_picture(pnginfo=info, exif=exif, icc_profile=b"profile-bytes")

    stored = store_picture(ContentFile(upload.read() + b"<script>alert(1)</script>", name="wappen.png"))

    with default_storage.open(stored.name) as file:
        content = file.read()
    assert not [secret for secret in (b"erika", b"Am Markt", b"profile-bytes", b"script") if secret in content]
    assert stored_picture(stored).info == {}


def test_a_photograph_is_turned_upright(tenant, make_picture):
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was held on its side

    stored = store_picture(make_picture(size=(40, 30), kind="JPEG", exif=exif))

    assert (stored.width, stored.height) == (30, 40)


def test_large_pictures_are_made_smaller_and_keep_their_shape(tenant, make_picture):
    stored = store_picture(make_picture(size=(2400, 600)))

    assert (stored.width, stored.height) == (1200, 300)


@pytest.mark.parametrize(("mode", "color"), [("RGBA", (0, 0, 0, 0)), ("P", 0), ("L", 0), ("CMYK", 0), ("1", 0)])
def test_every_colour_mode_can_be_kept_and_transparency_survives(tenant, make_picture, mode, color):
    stored = store_picture(make_picture(mode=mode, color=color, kind="JPEG" if mode == "CMYK" else "PNG"))

    assert stored_picture(stored).mode == ("RGBA" if mode == "RGBA" else "RGB")


def test_the_same_picture_is_kept_once(tenant, make_picture):
    first, second = store_picture(make_picture()), store_picture(make_picture())
    other = store_picture(make_picture(color="red"))

    assert first == second
    assert other.name != first.name
    assert len(default_storage.listdir("pictures")[1]) == 2


def test_a_file_can_be_removed_twice(tenant, make_picture):
    stored = store_picture(make_picture())

    delete_file(name=stored.name)
    delete_file(name=stored.name)

    assert not default_storage.exists(stored.name)


def test_every_error_is_a_file_error_with_a_whole_sentence():
    for error in (FileTooLargeError(limit="2 MB"), WrongKindError(kinds="PNG"), TooManyPixelsError(edge=8000)):
        assert isinstance(error, FileError)
        assert str(error).endswith(".")
        assert "{" not in str(error)

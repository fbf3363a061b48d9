"""Pictures lose what their makers did not mean to send, and nothing else."""

from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageOps, PngImagePlugin

from rathaus.files.attachments import check_content
from rathaus.files.errors import WrongDocumentError
from rathaus.files.metadata import UnreadablePictureError, without_metadata

SECRET = b"52.4312 N 11.8076 E"
KINDS = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}


def photograph(kind, *, orientation=1):
    """Return a picture as telephones make them: with a place, a comment and a way that is up."""
    picture = Image.merge("RGB", [Image.linear_gradient("L").resize((64, 48))] * 3)
    exif = Image.Exif()
    exif[0x010E] = SECRET.decode()
    exif[0x0112] = orientation
    options = {"exif": exif.tobytes()}
    if kind == "PNG":
        text = PngImagePlugin.PngInfo()
        text.add_text("Comment", SECRET.decode())
        options["pnginfo"] = text
    if kind == "JPEG":
        options |= {"comment": SECRET, "progressive": True}
    if kind == "WEBP":
        options["xmp"] = SECRET
    target = BytesIO()
    picture.save(target, format=kind, **options)
    return target.getvalue()


def points(content):
    with Image.open(BytesIO(content)) as picture:
        return ImageOps.exif_transpose(picture).convert("RGB").tobytes()


@pytest.mark.parametrize("kind", KINDS)
def test_place_comment_and_camera_are_gone_and_every_point_stays(kind):
    content = photograph(kind)
    assert SECRET in content

    clean = without_metadata(content, content_type=KINDS[kind])

    assert SECRET not in clean
    assert points(clean) == points(content)


@pytest.mark.parametrize("orientation", [3, 6, 8])
def test_a_photograph_taken_upright_still_stands_upright(orientation):
    content = photograph("JPEG", orientation=orientation)

    clean = without_metadata(content, content_type="image/jpeg")

    assert points(clean) == points(content)
    with Image.open(BytesIO(clean)) as picture:
        assert dict(picture.getexif()) == {0x0112: orientation}


def test_the_film_that_telephones_hang_behind_a_photograph_is_cut_off():
    clean = without_metadata(photograph("JPEG") + b"ftypmp42" + SECRET, content_type="image/jpeg")

    assert clean.endswith(b"\xff\xd9")
    assert SECRET not in clean


def test_colours_keep_their_profile():
    from PIL import ImageCms

    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    target = BytesIO()
    Image.new("RGB", (20, 20), "teal").save(target, format="JPEG", icc_profile=profile)

    with Image.open(BytesIO(without_metadata(target.getvalue(), content_type="image/jpeg"))) as picture:
        assert picture.info["icc_profile"] == profile


def test_other_files_stay_as_they_are():
    assert without_metadata(b"%PDF-1.7", content_type="application/pdf") == b"%PDF-1.7"


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_broken_picture_is_refused_or_read_and_never_loops(kind, data):
    content = bytearray(photograph(kind))
    for place, byte in data.draw(
        st.lists(st.tuples(st.integers(12, len(content) - 1), st.integers(0, 255)), max_size=4)
    ):
        content[place] = byte
    cut = bytes(content[: data.draw(st.integers(13, len(content)))])
    try:
        assert isinstance(without_metadata(cut, content_type=KINDS[kind]), bytes)
    except UnreadablePictureError:
        assert str(UnreadablePictureError("x"))


def test_what_people_send_is_cleaned_before_it_is_kept():
    checked = check_content(photograph("JPEG"), filename="Schlagloch.jpg")
    assert SECRET not in checked.content

    with pytest.raises(WrongDocumentError, match="Schlagloch"):
        check_content(photograph("JPEG")[:-2], filename="Schlagloch.jpg")

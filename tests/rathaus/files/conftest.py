from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from PIL import Image


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)


@pytest.fixture
def make_picture():
    """Make an upload of a picture; keyword arguments go to Pillow's save."""

    def make(size=(40, 30), kind="PNG", mode="RGB", color="navy", name="wappen.png", **options):
        target = BytesIO()
        Image.new(mode, size, color).save(target, format=kind, **options)
        return ContentFile(target.getvalue(), name=name)

    return make

"""Addresses of files. A private file is reached by a link that we signed and that runs out."""

import time
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.urls import reverse

from rathaus.files.services import PUBLIC_PICTURES
from rathaus.signing import ExpiredLinkError, sign, unsign

PURPOSE = "files.download"
DEFAULT_SECONDS = 300


@dataclass(frozen=True)
class Download:
    """What a signed link gives out: the stored name, and the name the reader's machine shall keep it under."""

    name: str
    filename: str


def download_url(name: str, *, filename: str = "", seconds: int = DEFAULT_SECONDS) -> str:
    """Return the path of a private file, good for so many seconds in this municipality only.

    Whoever has the link can read the file: hand it out only where the reader's right was checked.
    """
    value = [name, filename or PurePosixPath(name).name, int(time.time()) + seconds]
    return reverse("files:download", args=[sign(purpose=PURPOSE, value=value)])


def read_link(token: str) -> Download:
    """Return what a signed link points to; raises ForgedLinkError or ExpiredLinkError."""
    name, filename, expires_at = unsign(purpose=PURPOSE, token=token)
    if time.time() > expires_at:
        raise ExpiredLinkError
    return Download(name=name, filename=filename)


def public_picture_url(name: str) -> str:
    """Return the lasting path of a picture stored with `is_public=True`; raises ValueError for other files."""
    folder, _, file = name.rpartition("/")
    if folder != PUBLIC_PICTURES:
        raise ValueError(f"{name!r} is no public picture.")
    return reverse("files:public_picture", args=[file])

"""Files of drafts in the storage: what no transaction takes back is removed after it has become true."""

from collections.abc import Iterable

from django.db import transaction

from modules.online_services.models import Upload
from rathaus.files.incoming import discard_parts
from rathaus.files.services import delete_file


def discard_uploads(uploads: Iterable[Upload]) -> None:
    """Remove the files of these uploads once the transaction is committed."""
    found = list(uploads)
    transaction.on_commit(lambda: _remove(found))


def _remove(uploads: Iterable[Upload]) -> None:
    for upload in uploads:
        discard_parts(key=upload.pk)
        if upload.stored:
            delete_file(name=upload.stored)

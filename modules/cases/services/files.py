"""Files in the storage, which no transaction takes back."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from rathaus.files.attachments import CheckedFile, KeptFile, discard, keep_files


@contextmanager
def kept(files: Sequence[CheckedFile]) -> Iterator[list[KeptFile]]:
    """Keep the files for the block; when it fails they are removed again, since nothing refers to them."""
    stored = keep_files(files)
    try:
        yield stored
    except BaseException:
        discard(stored)
        raise

"""Take out of pictures what their makers did not mean to send: place, camera, person, thumbnails, hidden films.

The points stay as they are, to the byte; only which way is up is kept, since a picture without it lies on its side.
"""

import struct
from collections.abc import Iterator
from typing import Final

_EXIF: Final = b"Exif\0\0"
_ORIENTATION: Final = 0x0112
_JPEG_START, _JPEG_END, _JPEG_SCAN = 0xD8, 0xD9, 0xDA
_JPEG_COMMENT: Final = 0xFE
_KEPT_CHUNKS: Final = frozenset(
    {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"bKGD", b"pHYs"}
)
_PNG_HEAD: Final = b"\x89PNG\r\n\x1a\n"
_WEBP_HIDDEN: Final = frozenset({b"EXIF", b"XMP "})
_WEBP_FLAGS: Final = 0b1100  # of VP8X: it has Exif, it has XMP


class UnreadablePictureError(ValueError):
    """The file is not built as its kind is."""


def without_metadata(content: bytes, *, content_type: str) -> bytes:
    """Return the JPEG, PNG or WebP without anything besides the picture; other kinds as they are.

    Raises UnreadablePictureError.
    """
    clean = {"image/jpeg": _clean_jpeg, "image/png": _clean_png, "image/webp": _clean_webp}.get(content_type)
    if clean is None:
        return content
    try:
        return clean(content)
    except (struct.error, IndexError) as error:
        raise UnreadablePictureError(content_type) from error


def _clean_jpeg(content: bytes) -> bytes:
    parts = [b"\xff\xd8"]
    for marker, segment in _jpeg_segments(content):
        if marker == 0xE1 and segment[4:10] == _EXIF:
            parts.append(_only_orientation(segment[4:]))
        elif not _is_hidden(marker, segment):
            parts.append(segment)
    return b"".join(parts)


def _jpeg_segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield marker and bytes of each segment, a scan with its data; nothing behind the end of the picture."""
    at = 2
    while True:
        while content[at + 1] == 0xFF:  # fill bytes
            at += 1
        if content[at] != 0xFF:
            raise UnreadablePictureError("image/jpeg")
        marker = content[at + 1]
        if marker == _JPEG_END:
            yield marker, content[at : at + 2]
            return
        (length,) = struct.unpack_from(">H", content, at + 2)
        end = at + 2 + length
        if marker == _JPEG_SCAN:
            end = _end_of_scan(content, end)
        if length < 2 or end >= len(content):
            raise UnreadablePictureError("image/jpeg")
        yield marker, content[at:end]
        at = end


def _end_of_scan(content: bytes, at: int) -> int:
    """Return where the next segment begins: a 0xFF that neither stands for itself nor is a restart mark."""
    while True:
        at = content.find(b"\xff", at)
        if at < 0:
            raise UnreadablePictureError("image/jpeg")
        follower = content[at + 1]
        if follower != 0 and not 0xD0 <= follower <= 0xD7 and follower != 0xFF:
            return at
        at += 1 if follower == 0xFF else 2


def _is_hidden(marker: int, segment: bytes) -> bool:
    """Return whether a JPEG segment is an application's own or a comment; colours need three of the former."""
    if marker == 0xE2:
        return segment[4:16] != b"ICC_PROFILE\0"
    return marker == _JPEG_COMMENT or (0xE1 <= marker <= 0xEF and marker != 0xEE)


def _only_orientation(exif: bytes) -> bytes:
    """Return a segment that says which way is up, and nothing where the picture already stands so."""
    way = _orientation_in(exif[len(_EXIF) :])
    if not 2 <= way <= 8:
        return b""
    said = _EXIF + struct.pack(">2sHIHHHIHHI", b"MM", 42, 8, 1, _ORIENTATION, 3, 1, way, 0, 0)
    return b"\xff\xe1" + struct.pack(">H", len(said) + 2) + said


def _orientation_in(tiff: bytes) -> int:
    """Return what the first directory of the Exif data says, 0 where it says nothing or is broken."""
    order = "<" if tiff.startswith(b"II") else ">"
    try:
        (at,) = struct.unpack_from(order + "I", tiff, 4)
        (count,) = struct.unpack_from(order + "H", tiff, at)
        entries = (struct.unpack_from(order + "HHIH", tiff, at + 2 + 12 * index) for index in range(count))
        return next((value for tag, _kind, _count, value in entries if tag == _ORIENTATION), 0)
    except struct.error:
        return 0


def _clean_png(content: bytes) -> bytes:
    parts, at = [_PNG_HEAD], len(_PNG_HEAD)
    while True:
        (length,) = struct.unpack_from(">I", content, at)
        kind, end = content[at + 4 : at + 8], at + 12 + length
        if end > len(content):
            raise UnreadablePictureError("image/png")
        if kind in _KEPT_CHUNKS:
            parts.append(content[at:end])
        if kind == b"IEND":
            return b"".join(parts)
        at = end


def _clean_webp(content: bytes) -> bytes:
    chunks, at = [], 12
    (size,) = struct.unpack_from("<I", content, 4)
    end_of_picture = min(8 + size, len(content))
    while at + 8 <= end_of_picture:
        kind = content[at : at + 4]
        (length,) = struct.unpack_from("<I", content, at + 4)
        end = at + 8 + length + length % 2
        if kind not in _WEBP_HIDDEN:
            chunks.append(_without_flags(content[at:end]) if kind == b"VP8X" else content[at:end])
        at = end
    body = b"WEBP" + b"".join(chunks)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _without_flags(chunk: bytes) -> bytes:
    return chunk[:8] + bytes([chunk[8] & ~_WEBP_FLAGS]) + chunk[9:]

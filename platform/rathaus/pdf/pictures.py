"""Pictures as text, so that they travel with the data of a document."""

import base64


def picture_as_svg(png: bytes) -> str:
    """Return an SVG that holds the PNG in its full resolution; in Typst: `image(bytes(text), format: "svg")`."""
    width, height = _size(png)
    content = base64.b64encode(png).decode("ascii")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
        f'<image width="{width}" height="{height}" href="data:image/png;base64,{content}"/></svg>'
    )


def _size(png: bytes) -> tuple[int, int]:
    """Return width and height in points, which stand in the first chunk (PNG specification, 11.2.1)."""
    if png[:8] != b"\x89PNG\r\n\x1a\n" or png[12:16] != b"IHDR":
        raise ValueError("This is no PNG.")
    return int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")

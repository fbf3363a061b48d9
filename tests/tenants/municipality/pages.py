"""What the dashboard's pages say."""

import re


def said(answer) -> str:
    """The text of a page without its tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())

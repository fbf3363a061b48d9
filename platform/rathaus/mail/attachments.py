"""What hangs on an e-mail: small files, kept as text in the outbox until they are sent."""

import base64
from dataclasses import dataclass
from email import encoders
from email.mime.base import MIMEBase
from email.mime.nonmultipart import MIMENonMultipart
from typing import Any, Literal

CalendarMethod = Literal["REQUEST", "CANCEL", "PUBLISH"]


@dataclass(frozen=True)
class Attachment:
    """A file; `mime` is its whole content type, with parameters after semicolons."""

    name: str
    mime: str
    content: bytes

    def as_json(self) -> dict[str, str]:
        """Return the form kept in the outbox."""
        content = base64.b64encode(self.content).decode("ascii")
        return {"name": self.name, "mime": self.mime, "content": content}

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> "Attachment":
        """Return the attachment kept in the outbox."""
        return cls(name=stored["name"], mime=stored["mime"], content=base64.b64decode(stored["content"]))

    def as_part(self) -> MIMEBase:
        """Return the part of a message; parameters such as the method of a calendar entry are kept."""
        kind, *parameters = [piece.strip() for piece in self.mime.split(";")]
        maintype, _, subtype = kind.partition("/")
        part = MIMENonMultipart(maintype, subtype)
        for parameter in parameters:
            name, _, value = parameter.partition("=")
            part.set_param(name, value)
        part.set_payload(self.content)
        encoders.encode_base64(part)
        part.add_header("Content-Disposition", "attachment", filename=self.name)
        return part


def calendar_attachment(*, content: bytes, method: CalendarMethod, name: str = "termin.ics") -> Attachment:
    """Return an iCalendar file that mail programs offer to enter or to remove (RFC 6047)."""
    return Attachment(name=name, mime=f"text/calendar; method={method}; charset=utf-8", content=content)

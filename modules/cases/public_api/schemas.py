"""What comes out. Texts in `description` stand in the public documentation."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from pydantic import BaseModel


class FileOut(BaseModel):
    format: str
    filename: str
    content_type: str
    content_base64: str


class HandoverOut(BaseModel):
    id: UUID
    reference: str
    service_key: str
    service_name: str
    opened_at: datetime
    files: Sequence[FileOut]

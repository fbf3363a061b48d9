from typing import Any

from django.core.files.storage import Storage

class S3Storage(Storage):
    location: str
    def __init__(self, **settings: Any) -> None: ...
    def get_default_settings(self) -> dict[str, Any]: ...
    def _normalize_name(self, name: str) -> str: ...
    def url(
        self,
        name: str | None,
        parameters: dict[str, Any] | None = None,
        expire: int | None = None,
        http_method: str | None = None,
    ) -> str: ...

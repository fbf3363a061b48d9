from typing import Any, ClassVar

from django.db import models

class TenantMixin(models.Model):
    auto_create_schema: ClassVar[bool]
    auto_drop_schema: ClassVar[bool]
    schema_name: models.CharField[str, str]
    domain_url: str | None

    class Meta:
        abstract = True

    def save(self, verbosity: int = ..., *args: Any, **kwargs: Any) -> None: ...  # type: ignore[override]

"""What all parts of a form definition have in common."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, SerializerFunctionWrapHandler, model_serializer
from pydantic import Field as Setting

Id = Annotated[str, Setting(pattern=r"^[a-z][a-z0-9_]{0,59}$")]
Rule = Annotated[str, Setting(max_length=1000)]  # an expression, "" for none


class Part(BaseModel):
    """A part of a definition: never changed in place, and a misspelt setting is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def to_json(self) -> dict[str, Any]:
        """Return the part as JSON keeps it, without what is at its default."""
        return self.model_dump(mode="json", exclude_defaults=True)

    @model_serializer(mode="wrap")
    def _keep_kind(self, write: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """A tag has one value, its default, and must be written all the same: by it the part is read again."""
        tags = {name: getattr(self, name) for name in ("type", "kind") if name in type(self).model_fields}
        written: dict[str, Any] = write(self)
        return tags | written


class FimReference(Part):
    """Which element of the federal information management (FIM) this is: F60000227 in version 1.1."""

    id: Annotated[str, Setting(pattern=r"^[SGF]\d{8}(\d{3})?$")]
    version: str = ""
    name: str = ""

"""Where files lie: a folder per municipality on the local disk (rathaus.files.s3 has the other way)."""

from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage

from rathaus.tenancy.context import tenant_or_none


def tenant_folder() -> str:
    """Return the folder of the current municipality: the name of its schema, which never changes."""
    tenant = tenant_or_none()
    return tenant.schema_name if tenant else "public"


class LocalTenantStorage(FileSystemStorage):
    """Files on the local disk, below MEDIA_ROOT/<schema>; a name that would lead out of it is refused.

    There is no address to a file: only the application gives files out (rathaus.files.links).
    """

    @property
    def base_location(self) -> str:
        """Folder of the current municipality."""
        return str(Path(settings.MEDIA_ROOT) / tenant_folder())

    @property
    def location(self) -> str:
        """Absolute folder of the current municipality."""
        return str(Path(self.base_location).absolute())

    def url(self, name: str | None) -> str:
        """Raise: a file has no address of its own."""
        raise NotImplementedError(f"Use rathaus.files.links for an address of {name!r}.")

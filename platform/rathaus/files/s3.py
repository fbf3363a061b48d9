"""Files in S3: set FILE_STORAGE=rathaus.files.s3.S3TenantStorage and the S3_* variables."""

from typing import Any

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.utils.http import content_disposition_header
from storages.backends.s3 import S3Storage
from storages.utils import safe_join

from rathaus.files.storage import tenant_folder

SIGNED_SECONDS = 300


class S3TenantStorage(S3Storage):
    """Files in a private bucket, below <schema>/, encrypted at rest, given out by links signed for five minutes."""

    def get_default_settings(self) -> dict[str, Any]:
        """Return django-storages' defaults with this deployment's bucket and our rules over them."""
        return super().get_default_settings() | {
            "bucket_name": settings.S3_BUCKET,
            "endpoint_url": settings.S3_ENDPOINT_URL or None,
            "region_name": settings.S3_REGION or None,
            "access_key": settings.S3_ACCESS_KEY or None,
            "secret_key": settings.S3_SECRET_KEY or None,
            "addressing_style": "path",
            "signature_version": "s3v4",
            "default_acl": None,
            "file_overwrite": False,
            "querystring_auth": True,
            "querystring_expire": SIGNED_SECONDS,
            "object_parameters": {"ServerSideEncryption": "AES256"},
        }

    def _normalize_name(self, name: str) -> str:
        """Return the key below the municipality's prefix; raises SuspiciousFileOperation for names outside."""
        try:
            return safe_join(tenant_folder(), name)
        except ValueError:
            raise SuspiciousFileOperation("A file outside of the municipality's folder was asked for.") from None

    def presigned_url(self, name: str, *, filename: str) -> str:
        """Return an address at S3 that serves this file as a download for five minutes."""
        disposition = content_disposition_header(as_attachment=True, filename=filename)
        return self.url(name, parameters={"ResponseContentDisposition": disposition})

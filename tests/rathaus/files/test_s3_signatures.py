"""Addresses at S3 die and cannot be bent, against nanio, which checks signatures as Amazon does."""

import os
import sys
import time
import urllib.request
from urllib.error import HTTPError, URLError

import boto3
import pytest
from botocore.config import Config
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from rathaus.files.s3 import S3TenantStorage
from tests.processes import free_port, start

pytestmark = pytest.mark.django_db
KEY, SECRET = "rathaus-key", "rathaus-secret-of-the-tests"


@pytest.fixture(scope="module")
def nanio(tmp_path_factory):
    folder, port = tmp_path_factory.mktemp("nanio"), free_port()
    environment = {**os.environ, "NANIO_ACCESS_KEY": KEY, "NANIO_SECRET_KEY": SECRET}
    command = [sys.executable, "-m", "nanio", "serve", "--host", "127.0.0.1", "--port", str(port)]
    server = start("nanio", [*command, "--data-dir", str(folder)], environment, folder)
    address = f"http://127.0.0.1:{port}"
    wait_for(address, server)
    client = boto3.client(
        "s3",
        endpoint_url=address,
        region_name="us-east-1",
        aws_access_key_id=KEY,
        aws_secret_access_key=SECRET,
        config=Config(s3={"addressing_style": "path"}, signature_version="s3v4"),
    )
    client.create_bucket(Bucket="rathaus")
    yield address
    server.kill()


def wait_for(address, server):
    """Wait until it answers anything; fails when it ends before."""
    for _try in range(600):
        assert server.process.poll() is None, server.output()
        try:
            urllib.request.urlopen(address)  # noqa: S310
        except HTTPError:
            return
        except URLError:
            time.sleep(0.05)
        else:
            return
    pytest.fail(server.output())


@pytest.fixture
def storage(nanio, settings):
    settings.S3_BUCKET, settings.S3_ENDPOINT_URL, settings.S3_REGION = "rathaus", nanio, "us-east-1"
    settings.S3_ACCESS_KEY, settings.S3_SECRET_KEY = KEY, SECRET
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": "rathaus.files.s3.S3TenantStorage"}}
    default_storage.save("bescheid.pdf", ContentFile(b"%PDF-1.7 a notice"))
    yield S3TenantStorage()
    default_storage.delete("bescheid.pdf")


def status(url):
    try:
        with urllib.request.urlopen(url) as answer:  # noqa: S310
            return answer.status
    except HTTPError as error:
        error.close()
        return error.code


def test_a_signed_address_gives_out_the_file(storage):
    assert status(storage.presigned_url("bescheid.pdf", filename="Bescheid.pdf")) == 200


def test_a_bent_address_gives_out_nothing(storage, tenant):
    url = storage.presigned_url("bescheid.pdf", filename="Bescheid.pdf")

    assert status(url.replace("bescheid.pdf", "other.pdf", 1)) == 403
    assert status(url.replace("X-Amz-Expires=300", "X-Amz-Expires=86400")) == 403
    assert status(url[:-4] + "0000") == 403
    assert status(url.partition("?")[0]) == 403
    assert tenant.schema_name in url


def test_an_address_dies(storage):
    url = storage.url("bescheid.pdf", expire=1)
    assert status(url) == 200

    time.sleep(2.1)

    assert status(url) == 403

"""The S3 storage against moto's server, which stands for any S3."""

import urllib.request
from urllib.error import HTTPError
from urllib.parse import parse_qs, urlsplit

import boto3
import pytest
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from moto.server import ThreadedMotoServer

from rathaus.files.links import download_url, public_picture_url
from rathaus.files.s3 import S3TenantStorage
from rathaus.files.services import store_picture
from rathaus.tenancy import enter_public

pytestmark = pytest.mark.filterwarnings("ignore:datetime.datetime.utc:DeprecationWarning")  # inside botocore


@pytest.fixture(scope="module")
def server():
    moto = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    moto.start()
    host, port = moto.get_host_and_port()
    yield f"http://{host}:{port}"
    moto.stop()


@pytest.fixture
def client(server, settings):
    settings.S3_BUCKET, settings.S3_ENDPOINT_URL, settings.S3_REGION = "rathaus", server, "eu-central-1"
    settings.S3_ACCESS_KEY, settings.S3_SECRET_KEY = "key", "secret"
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": "rathaus.files.s3.S3TenantStorage"}}
    client = boto3.client("s3", endpoint_url=server, region_name="eu-central-1", aws_access_key_id="key",
                          aws_secret_access_key="secret")  # fmt: skip
    client.create_bucket(Bucket="rathaus", CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    yield client
    bucket = boto3.resource("s3", endpoint_url=server, region_name="eu-central-1", aws_access_key_id="key",
                            aws_secret_access_key="secret").Bucket("rathaus")  # fmt: skip
    bucket.objects.all().delete()
    bucket.delete()


def keys(client):
    return [entry["Key"] for entry in client.list_objects_v2(Bucket="rathaus").get("Contents", [])]


def test_files_lie_below_the_municipalitys_prefix(client, tenant):
    storage = S3TenantStorage()
    storage.save("a/wappen.png", ContentFile(b"ours"))
    with enter_public():
        assert not storage.exists("a/wappen.png")
        storage.save("a/wappen.png", ContentFile(b"operators"))

    assert sorted(keys(client)) == ["public/a/wappen.png", f"{tenant.schema_name}/a/wappen.png"]
    with storage.open("a/wappen.png") as file:
        assert file.read() == b"ours"


@pytest.mark.parametrize("name", ["../t_other/wappen.png", "/t_other/wappen.png", "../../x"])
def test_no_name_leads_out_of_the_prefix(client, tenant, name):
    with pytest.raises(SuspiciousFileOperation):
        S3TenantStorage().exists(name)


def test_files_are_encrypted_and_private(client, tenant, server):
    S3TenantStorage().save("wappen.png", ContentFile(b"ours"))

    key = f"{tenant.schema_name}/wappen.png"
    assert client.head_object(Bucket="rathaus", Key=key)["ServerSideEncryption"] == "AES256"
    with pytest.raises(HTTPError) as caught:
        urllib.request.urlopen(f"{server}/rathaus/{key}")  # noqa: S310
    with caught.value as refused:
        assert refused.code == 403


def test_an_existing_file_is_never_overwritten(client, tenant):
    storage = S3TenantStorage()

    assert storage.save("a.png", ContentFile(b"1")) != storage.save("a.png", ContentFile(b"2"))


def test_the_signed_address_runs_out_and_forces_a_download(client, tenant):
    S3TenantStorage().save("bescheid.pdf", ContentFile(b"%PDF"))

    url = S3TenantStorage().presigned_url("bescheid.pdf", filename="Bescheid Müller.pdf")

    query = parse_qs(urlsplit(url).query)
    assert query["X-Amz-Expires"] == ["300"]
    with urllib.request.urlopen(url) as answer:  # noqa: S310
        assert answer.read() == b"%PDF"
        assert answer.headers["Content-Disposition"].startswith("attachment;")


def test_our_signed_link_leads_to_the_signed_address(client, tenant, tenant_client):
    default_storage.save("bescheid.pdf", ContentFile(b"%PDF"))

    response = tenant_client.get(download_url("bescheid.pdf"))

    assert response.status_code == 302
    assert f"/rathaus/{tenant.schema_name}/bescheid.pdf?" in response["Location"]
    assert response["Cache-Control"] == "private, no-store"


def test_pictures_are_stored_and_shown_as_from_the_disk(client, tenant, tenant_client, make_picture):
    stored = store_picture(make_picture(), is_public=True)
    response = tenant_client.get(public_picture_url(stored.name))

    assert keys(client) == [f"{tenant.schema_name}/{stored.name}"]
    assert b"".join(response.streaming_content).startswith(b"\x89PNG")

import pytest
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from rathaus.files.storage import LocalTenantStorage
from rathaus.tenancy import enter_public


def test_each_municipality_has_a_folder_of_its_own(tenant, tmp_path):
    default_storage.save("a/wappen.png", ContentFile(b"ours"))
    with enter_public():
        assert not default_storage.exists("a/wappen.png")
        default_storage.save("a/wappen.png", ContentFile(b"operators"))

    assert (tmp_path / tenant.schema_name / "a" / "wappen.png").read_bytes() == b"ours"
    assert (tmp_path / "public" / "a" / "wappen.png").read_bytes() == b"operators"


@pytest.mark.parametrize("name", ["../t_other/wappen.png", "a/../../t_other/wappen.png", "/etc/passwd", "../../x"])
@pytest.mark.parametrize("deed", ["open", "exists", "delete", "size", "listdir"])
def test_no_name_leads_out_of_the_folder(tenant, tmp_path, name, deed):
    (tmp_path / "t_other").mkdir()
    (tmp_path / "t_other" / "wappen.png").write_bytes(b"theirs")

    with pytest.raises(SuspiciousFileOperation):
        getattr(default_storage, deed)(name)


def test_saving_outside_is_refused(tenant):
    with pytest.raises(SuspiciousFileOperation):
        default_storage.save("../t_other/wappen.png", ContentFile(b"x"))


def test_a_folder_whose_name_begins_the_same_is_another_folder(tenant, tmp_path):
    with pytest.raises(SuspiciousFileOperation):
        default_storage.open(f"../{tenant.schema_name}2/wappen.png")


def test_files_have_no_address_of_their_own(tenant):
    with pytest.raises(NotImplementedError, match="links"):
        LocalTenantStorage().url("wappen.png")

"""With a virus scanner nobody reads a file before it was looked at; without one nothing changes."""

import socketserver
import struct
import threading

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from rathaus.audit.models import AuditEntry
from rathaus.files.attachments import check_content, keep_file, read_kept
from rathaus.files.clamd import ScannerError, scan
from rathaus.files.errors import InfectedFileError, WaitingFileError
from rathaus.files.links import download_url
from rathaus.files.models import FileScan
from rathaus.files.quarantine import held_back, look_at_file, waiting_files
from rathaus.files.tasks import sweep
from tests.factories.inbox import pdf_bytes

pytestmark = pytest.mark.django_db
EICAR = b"a test virus"


class Clamd(socketserver.BaseRequestHandler):
    """Speaks INSTREAM as clamd does, and finds one thing."""

    def handle(self):
        assert self.request.recv(10) == b"zINSTREAM\0"
        content = b""
        while (size := struct.unpack(">I", self._read(4))[0]) != 0:
            content += self._read(size)
        said = self.server.says or (b"stream: Eicar-Test FOUND" if EICAR in content else b"stream: OK")
        self.request.sendall(said + b"\0")

    def _read(self, size):
        data = b""
        while len(data) < size:
            data += self.request.recv(size - len(data))
        return data


@pytest.fixture
def clamd(settings):
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Clamd) as server:
        server.says = b""
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        settings.CLAMD_ADDRESS = f"tcp://127.0.0.1:{server.server_address[1]}"
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def away(settings):
    """A scanner that does not answer."""
    settings.CLAMD_ADDRESS = "tcp://127.0.0.1:1"


def kept(extra=b""):
    return keep_file(check_content(pdf_bytes() + extra, filename="Lageplan.pdf"))


def test_without_a_scanner_a_file_is_readable_at_once():
    file = kept()

    assert read_kept(file.stored, sha256=file.sha256) == pdf_bytes()
    assert not FileScan.objects.exists()


def test_a_file_waits_until_the_scanner_has_found_it_clean(clamd, tenant_client):
    file = kept()
    with pytest.raises(WaitingFileError):
        read_kept(file.stored, sha256=file.sha256)
    assert held_back([file.stored, "other"]) == {file.stored}
    answer = tenant_client.get(download_url(file.stored))
    assert answer.status_code == 409
    assert "Viren geprüft" in answer.content.decode()

    look_at_file(stored=file.stored)

    assert read_kept(file.stored, sha256=file.sha256) == pdf_bytes()
    assert held_back([file.stored]) == frozenset()


def test_an_infected_file_is_removed_and_recorded(clamd, django_capture_on_commit_callbacks):
    file = kept(EICAR)

    with django_capture_on_commit_callbacks(execute=True):
        look_at_file(stored=file.stored)

    assert not default_storage.exists(file.stored)
    with pytest.raises(InfectedFileError):
        read_kept(file.stored, sha256=file.sha256)
    assert AuditEntry.objects.get(action="files.infected").details["found"] == "Eicar-Test"
    look_at_file(stored=file.stored)
    assert AuditEntry.objects.filter(action="files.infected").count() == 1


def test_while_the_scanner_is_away_files_wait_and_are_found_again(away, tenant):
    file = kept()

    with pytest.raises(ScannerError):
        look_at_file(stored=file.stored)

    assert waiting_files(before=timezone.now()) == [file.stored]
    sweep(tenant_slug=tenant.slug)
    assert held_back([file.stored]) == {file.stored}


def test_the_sweep_looks_at_what_was_forgotten(clamd, tenant):
    file = kept()
    FileScan.objects.update(waits_since="2026-01-01T00:00:00Z")

    sweep(tenant_slug=tenant.slug)

    assert held_back([file.stored]) == frozenset()


@pytest.mark.parametrize("says", [b"INSTREAM size limit exceeded. ERROR", b"stream: "])
def test_an_answer_that_is_no_finding_releases_nothing(clamd, says):
    clamd.says = says

    with pytest.raises(ScannerError):
        scan(b"content")

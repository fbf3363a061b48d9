"""The test's BundID as a site of its own, for a real browser: it shows whom one may be, and posts the answer back."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

from tests.modules.bundid.provider import Asked, Provider

PATH = "/idp/profile/SAML2/POST/SSO"
LEVELS = {1: "Benutzername", 3: "ELSTER", 4: "Online-Ausweis"}


@contextmanager
def running(provider: Provider) -> Iterator[str]:
    """Answer on 127.0.0.1, which browsers take for another site than *.localhost; yield the address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(provider))
    address = f"http://127.0.0.1:{server.server_port}"
    provider.sso_url = address + PATH
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield address
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(provider: Provider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            asked = provider.receive(parse_qs(body)["SAMLRequest"][0])
            page = choices(provider, asked).encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(page)))
            self.end_headers()
            self.wfile.write(page)

        def do_GET(self) -> None:
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_words: Any) -> None:
            """Stay quiet."""

    return Handler


def choices(provider: Provider, asked: Asked) -> str:
    """Return the page on which the person chooses who to be and by what."""
    forms = [
        form(asked, f"{person} mit {word}", provider.answer(asked, person, level=level))
        for person in ("U01", "U02")
        for level, word in LEVELS.items()
    ]
    forms.append(form(asked, "Abbrechen", provider.refuse(asked, message="Authentication cancelled by user")))
    return f"<!doctype html><html lang=de><title>BundID</title><h1>BundID</h1>{''.join(forms)}"


def form(asked: Asked, label: str, message: str) -> str:
    """Return a form that posts one answer."""
    return (
        f'<form method="post" action="{escape(asked.answer_url)}">'
        f'<input type="hidden" name="SAMLResponse" value="{message}"><button>{escape(label)}</button></form>'
    )

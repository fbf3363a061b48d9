"""How we ask an identity provider: only public addresses by https, nobody is followed, ten seconds, half a megabyte.

An administrator names the server and its answers name further addresses, so each request goes through the guard that
webhooks have (`rathaus.api.transport`), also those that django-allauth sends.
"""

from collections.abc import Mapping
from http.client import HTTPException
from typing import Any, Final

import requests
from requests.adapters import BaseAdapter
from requests.structures import CaseInsensitiveDict

from rathaus.api.errors import UnfitAddressError
from rathaus.api.transport import Question, Reply, ask

MAX_BYTES: Final = 512 * 1024


class GuardedAdapter(BaseAdapter):
    """Lets the library `requests` send through our guard; its own connections are never opened."""

    def send(self, request: requests.PreparedRequest, *_args: Any, **_options: Any) -> requests.Response:
        """Return the answer; raises requests.ConnectionError for whatever keeps us from having one."""
        body = request.body.encode() if isinstance(request.body, str) else request.body
        headers = {**request.headers, "Accept-Encoding": "identity"}
        question = Question(str(request.method), headers, body, MAX_BYTES)  # type: ignore[arg-type]
        try:
            reply = ask(str(request.url), question)
        except (UnfitAddressError, OSError, HTTPException, UnicodeError) as error:
            raise requests.ConnectionError(type(error).__name__) from error
        return _as_response(request, reply)

    def close(self) -> None:
        """Do nothing: no connection is kept."""


def guarded_session() -> requests.Session:
    """Return a session whose every request is guarded; a redirect raises requests.TooManyRedirects."""
    session = requests.Session()
    session.trust_env = False
    session.max_redirects = 0
    for scheme in ("https://", "http://"):
        session.mount(scheme, GuardedAdapter())
    return session


def read_json(url: str, headers: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Return the JSON object at the address; raises requests.RequestException, also for anything but an object."""
    found = _read(url, headers).json()
    if not isinstance(found, dict):
        raise requests.exceptions.InvalidJSONError
    return found


def read_text(url: str) -> str:
    """Return the text at the address; raises requests.RequestException."""
    return _read(url).content.decode(errors="replace")


def _read(url: str, headers: Mapping[str, str] | None = None) -> requests.Response:
    with guarded_session() as session:
        response = session.get(url, headers=headers)
    if response.status_code != 200:
        raise requests.HTTPError(str(response.status_code))
    return response


def _as_response(request: requests.PreparedRequest, reply: Reply) -> requests.Response:
    response = requests.Response()
    response.status_code, response.url, response.request = reply.status, str(request.url), request
    response.headers = CaseInsensitiveDict(reply.headers)
    response._content = reply.body  # noqa: SLF001 - the library has no other way to make a response
    response.encoding = requests.utils.get_encoding_from_headers(response.headers)
    return response

"""Citizens of the benchmarks: they speak HTTP to a real server and read its pages as a browser would."""

import html
import http.client
import re
import time
import uuid
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlencode

from modules.appointments.forms.public import ChosenTime

NEAR: Final = re.compile(r'class="near-times".*?</div>', re.DOTALL)
VALUE: Final = re.compile(r'name="zeit" value="([^"]+)"')
HIDDEN: Final = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
PATIENCE: Final = 300  # seconds for one answer: a busy machine is slow, but silence is a failure


@dataclass(frozen=True)
class Answer:
    """What the server said."""

    status: int
    location: str
    text: str
    retry_after: float = 0.0

    @property
    def near(self) -> list[str]:
        """The times that the page offers instead of one that is taken."""
        found = NEAR.search(self.text)
        return VALUE.findall(found.group()) if found else []


@dataclass
class Citizen:
    """One browser. `problems` are answers that nobody should get; `waited` counts pages that asked for patience."""

    port: int
    host: str
    problems: list[str] = field(default_factory=list)
    waited: int = 0
    slowest: float = 0.0

    def get(self, path: str) -> Answer:
        """Return a page."""
        return self._send("GET", path, "", {})

    def post(self, path: str, form: dict[str, str]) -> Answer:
        """Return the answer to a form; where the page says that it will try again by itself, it does."""
        headers = {"Origin": f"http://{self.host}", "Content-Type": "application/x-www-form-urlencoded"}
        answer = self._send("POST", path, urlencode(form), headers)
        while answer.status == 429 and answer.retry_after:
            self.waited += 1
            time.sleep(answer.retry_after)
            again = {name: html.unescape(value) for name, value in HIDDEN.findall(answer.text)}
            answer = self._send("POST", path, urlencode(form | again), headers)
        return answer

    def hold(self, concern: object, wished: ChosenTime | str) -> Answer:
        """Return the answer to the choice of a time."""
        return self.post(f"/termine/zeit/?anliegen={concern}", {"zeit": str(wished), "idem_key": str(uuid.uuid4())})

    def book(self, address: str) -> bool:
        """Fill in the details of a held time and book it; return whether all went as it should."""
        details = {
            "schritt": "angaben",
            "first_name": "Erika",
            "last_name": "Musterfrau",
            "email": f"{uuid.uuid4().hex}@post.example",
            "for_whom": "me",
        }
        for path, form, leads_to in (
            (address, details, f"{address}pruefen/"),
            (f"{address}pruefen/", {}, address),
        ):
            answer = self.post(path, form)
            if (answer.status, answer.location) != (303, leads_to):
                self.complain(path, answer)
                return False
        return True

    def complain(self, about: str, answer: Answer) -> None:
        """Keep an answer that nobody should get."""
        words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))[:300]
        self.problems.append(f"{answer.status} {answer.location} for {about}: {words}")

    def _send(self, method: str, path: str, body: str, headers: dict[str, str]) -> Answer:
        started = time.monotonic()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request(method, path, body, {"Host": self.host, **headers})
            response = connection.getresponse()
            retry = float(response.getheader("Retry-After", "0"))
            return Answer(response.status, response.getheader("Location", ""), response.read().decode(), retry)
        except OSError as error:
            return Answer(0, "", f"no answer: {error!r}")
        finally:
            connection.close()
            self.slowest = max(self.slowest, time.monotonic() - started)

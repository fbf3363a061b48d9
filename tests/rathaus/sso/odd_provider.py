"""An OpenID provider in the test's own process that says whatever a test asks it to, true or not."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

CLIENT_ID = "rathaus"


class OddProvider(ThreadingHTTPServer):
    """Answers the usual addresses; `claims`, `headers` and `tokens` are changed by tests."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.foreign_key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.claims: dict[str, Any] = {"email": "katrin.voss@stadt.example", "groups": ["Bauamt"]}
        self.configuration: dict[str, Any] = {}
        self.token_answer: dict[str, Any] | None = None
        self.status = 200
        self.location = ""
        self.signs_with: Any = self.key
        self.algorithm = "RS256"
        self.userinfo: dict[str, Any] | None = None
        self.token_requests: list[dict[str, list[str]]] = []
        self.nonce = ""
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def issuer(self) -> str:
        """Return where it lives."""
        return f"http://localhost:{self.server_port}"

    def published(self) -> dict[str, Any]:
        """Return the discovery document."""
        usual = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
        }
        return usual | self.configuration

    def keys(self) -> dict[str, Any]:
        """Return the published key."""
        entry = json.loads(RSAAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [entry | {"kid": "one", "use": "sig", "alg": "RS256"}]}

    def id_token(self) -> str:
        """Return a token with the usual claims and those of the test."""
        now = int(time.time())
        usual = {
            "iss": self.issuer,
            "aud": CLIENT_ID,
            "sub": "katrin-1",
            "exp": now + 300,
            "iat": now,
            "nonce": self.nonce,
        }
        claims = {name: value for name, value in (usual | self.claims).items() if value is not None}
        return jwt.encode(claims, self.signs_with, algorithm=self.algorithm, headers={"kid": "one"})

    def tokens(self) -> dict[str, Any]:
        """Return the answer to a code."""
        if self.token_answer is not None:
            return self.token_answer
        return {"access_token": "zugriff", "token_type": "Bearer", "id_token": self.id_token()}


class Handler(BaseHTTPRequestHandler):
    """Hands out what the provider says."""

    server: OddProvider

    def do_GET(self) -> None:
        """Answer discovery, keys and userinfo."""
        answers = {
            "/.well-known/openid-configuration": self.server.published,
            "/keys": self.server.keys,
            "/userinfo": lambda: self.server.userinfo or {"sub": "katrin-1"},
        }
        self._say(answers[urlsplit(self.path).path]())

    def do_POST(self) -> None:
        """Answer a code."""
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.token_requests.append(parse_qs(body))
        self._say(self.server.tokens())

    def log_message(self, *_args: Any) -> None:
        """Say nothing."""

    def _say(self, answer: dict[str, Any]) -> None:
        body = json.dumps(answer).encode()
        self.send_response(self.server.status)
        self.send_header("Content-Type", "application/json")
        if self.server.location:
            self.send_header("Location", self.server.location)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

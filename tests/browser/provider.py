"""A strict provider of OpenID Connect on loopback: whatever a client does not do by the book is refused and remembered."""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT_ID, CLIENT_SECRET = "ordino", "the client's secret"


class Provider(ThreadingHTTPServer):
    """Says at once yes for whoever `person` is: the claims of the next person to come."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.address = f"http://127.0.0.1:{self.server_port}"
        self.key = rsa.generate_private_key(65537, 2048)
        self.person: dict[str, Any] = {}
        self.asked: dict[str, dict[str, str]] = {}
        self.tokens: dict[str, dict[str, Any]] = {}
        self.refused: list[str] = []


class _Handler(BaseHTTPRequestHandler):
    server: Provider

    def do_GET(self) -> None:
        path, query = urlsplit(self.path).path, _one_of_each(urlsplit(self.path).query)
        if path == "/.well-known/openid-configuration":
            self._answer(_configuration(self.server.address))
        elif path == "/keys":
            key = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.server.key.public_key()))
            self._answer({"keys": [{**key, "kid": "1", "use": "sig", "alg": "RS256"}]})
        elif path == "/authorize":
            self._authorize(query)
        elif path == "/userinfo":
            claims = self.server.tokens.get(self.headers.get("Authorization", "").removeprefix("Bearer "))
            self._answer(claims) if claims else self._refuse("the access token is unknown")
        else:
            self._refuse(f"there is no {path}")

    def do_POST(self) -> None:
        form = _one_of_each(self.rfile.read(int(self.headers["Content-Length"])).decode())
        if (form.get("client_id"), form.get("client_secret")) != (CLIENT_ID, CLIENT_SECRET):
            return self._refuse("the client is not who it says")
        asked = self.server.asked.pop(form.get("code", ""), None)
        if asked is None or form.get("grant_type") != "authorization_code":
            return self._refuse("the code is unknown or was used before")
        if form.get("redirect_uri") != asked["redirect_uri"]:
            return self._refuse("the redirect address is another one")
        challenge = base64.urlsafe_b64encode(hashlib.sha256(form.get("code_verifier", "").encode()).digest())
        if challenge.rstrip(b"=").decode() != asked["code_challenge"]:
            return self._refuse("the verifier does not fit the challenge")
        now, access_token = int(time.time()), secrets.token_urlsafe()
        self.server.tokens[access_token] = claims = json.loads(asked["claims"])
        identity = {**claims, "iss": self.server.address, "aud": CLIENT_ID, "iat": now, "exp": now + 60}
        signed = jwt.encode(identity, self.server.key, "RS256", headers={"kid": "1"})
        return self._answer({"access_token": access_token, "token_type": "Bearer", "id_token": signed})

    def _authorize(self, query: dict[str, str]) -> None:
        asks = query.get("client_id") == CLIENT_ID and query.get("response_type") == "code"
        if not asks or "openid" not in query.get("scope", "").split():
            return self._refuse("this client may not ask this")
        if not query.get("state") or query.get("code_challenge_method") != "S256":
            return self._refuse("a state and a challenge are asked for")
        code = secrets.token_urlsafe()
        self.server.asked[code] = {**query, "claims": json.dumps(self.server.person)}
        self.send_response(302)
        self.send_header("Location", f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state']})}")
        self.end_headers()
        return None

    def _refuse(self, reason: str) -> None:
        self.server.refused.append(reason)
        self._answer({"error": "invalid_request", "error_description": reason}, 400)

    def _answer(self, body: dict[str, Any], status: int = 200) -> None:
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Quiet."""


@contextmanager
def provider() -> Iterator[Provider]:
    """A provider that answers until the end of the block."""
    running = Provider()
    thread = threading.Thread(target=running.serve_forever)
    thread.start()
    try:
        yield running
    finally:
        running.shutdown()
        running.server_close()
        thread.join()


def _configuration(address: str) -> dict[str, Any]:
    return {
        "issuer": address,
        "authorization_endpoint": f"{address}/authorize",
        "token_endpoint": f"{address}/token",
        "userinfo_endpoint": f"{address}/userinfo",
        "jwks_uri": f"{address}/keys",
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "token_endpoint_auth_methods_supported": ["client_secret_post"],
        "code_challenge_methods_supported": ["S256"],
    }


def _one_of_each(query: str) -> dict[str, str]:
    """The parameters; one that is given twice is left out, as a strict reader does."""
    return {name: values[0] for name, values in parse_qs(query).items() if len(values) == 1}

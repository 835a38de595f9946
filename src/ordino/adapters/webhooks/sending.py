"""One attempt: a signed message to one receiver, within limits. Redirects are not followed, answers are read up to a size."""

import asyncio
import ssl
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from ipaddress import ip_address

import httpx

from ordino.kernel.messages import Record
from ordino.webhooks.guard import AddressRefused, Guard

USER_AGENT = "Ordino-Webhooks/1"


class Patience(Record, frozen=True, kw_only=True):
    """How long a receiver may take, and how much of its answer is read."""

    connect_ms: int = 5_000
    read_ms: int = 10_000
    total_ms: int = 15_000
    answer_ms: int = 2_000
    answer_bytes: int = 16_384


class Answer(Record, frozen=True):
    """What came of an attempt: the status, or why there is none; and how long the receiver asked to wait."""

    status: int | None
    error: str
    wait_seconds: int = 0

    @property
    def taken(self) -> bool:
        return self.status is not None and 200 <= self.status < 300

    @property
    def gone(self) -> bool:
        """The receiver says that there will never be anybody."""
        return self.status == 410


class Receiver:
    """One address to send to. Its connections are its own, so that a name is never taken for another at the same address."""

    def __init__(
        self,
        url: str,
        guard: Guard,
        patience: Patience,
        resolvers: ThreadPoolExecutor,
        tls: ssl.SSLContext,
        *,
        most: int,
    ) -> None:
        self.url = url
        self._guard = guard
        self._patience = patience
        self._resolvers = resolvers
        timeout = httpx.Timeout(patience.read_ms / 1000, connect=patience.connect_ms / 1000)
        limits = httpx.Limits(max_connections=most, max_keepalive_connections=most)
        self._client = httpx.AsyncClient(
            verify=tls, timeout=timeout, limits=limits, follow_redirects=False, trust_env=False, http2=False
        )

    async def send(self, headers: dict[str, str], body: bytes, attempt: int) -> Answer:
        """Send once. Never raises for what a receiver does."""
        try:
            async with asyncio.timeout(self._patience.total_ms / 1000):
                return await self._send(headers, body, attempt)
        except TimeoutError:
            return Answer(None, f"took longer than {self._patience.total_ms} ms")
        except AddressRefused as refusal:
            return Answer(None, str(refusal))
        except (httpx.HTTPError, httpx.InvalidURL, OSError, UnicodeError, ssl.SSLError) as failure:
            return Answer(None, f"{type(failure).__name__}: {failure}".rstrip(": ")[:500])

    async def close(self) -> None:
        await self._client.aclose()

    async def _send(self, headers: dict[str, str], body: bytes, attempt: int) -> Answer:
        url = httpx.URL(self.url)
        address = await self._address(url, attempt)
        request = self._client.build_request(
            "POST",
            url.copy_with(host=address),
            headers={**headers, "Host": url.netloc.decode("ascii"), "User-Agent": USER_AGENT},
            content=body,
            extensions={"sni_hostname": url.raw_host.decode("ascii")},
        )
        response = await self._client.send(request, stream=True)
        try:
            await self._read_a_little(response)
        finally:
            await response.aclose()
        return _answer(response)

    async def _address(self, url: httpx.URL, attempt: int) -> str:
        """The address to connect to; another one of the host at each attempt."""
        encrypted = url.scheme == "https"
        port = url.port or (443 if encrypted else 80)
        host = url.raw_host.decode("ascii").strip("[]")
        loop = asyncio.get_running_loop()
        addresses = await loop.run_in_executor(
            self._resolvers, lambda: self._guard.resolve(host, port, encrypted=encrypted)
        )
        return str(ip_address(addresses[(attempt - 1) % len(addresses)]))

    async def _read_a_little(self, response: httpx.Response) -> None:
        """Read the answer's body, so that the connection can be used again; one that is too long or breaks off is left."""
        size = 0
        with suppress(httpx.HTTPError, TimeoutError):
            async with asyncio.timeout(self._patience.answer_ms / 1000):
                async for chunk in response.aiter_raw():
                    size += len(chunk)
                    if size > self._patience.answer_bytes:
                        return


def _answer(response: httpx.Response) -> Answer:
    status = response.status_code
    if 200 <= status < 300:
        return Answer(status, "")
    if 300 <= status < 400:
        return Answer(status, f"answered {status}; redirects are not followed")
    return Answer(status, f"answered {status}", _wait_seconds(response.headers.get("retry-after", "")))


def _wait_seconds(retry_after: str) -> int:
    """`Retry-After` in seconds; 0 where it is none, or a date, which is not gone by."""
    return int(retry_after) if retry_after.isascii() and retry_after.isdigit() and len(retry_after) < 9 else 0

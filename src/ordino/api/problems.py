"""What the HTTP edge itself refuses, before a command is asked for."""

from typing import ClassVar

from ordino.kernel.problems import Problem


class NotAuthenticated(Problem, frozen=True, kw_only=True):
    """No API key was given, or one that is unknown, expired or revoked."""

    title: ClassVar[str] = "Not authenticated"
    status: ClassVar[int] = 401

    def detail(self) -> str:
        return "Send a valid API key in the header `Authorization: Bearer ...`; an owner issues one with `ordino api key issue`."


class NotFromThisSite(Problem, frozen=True, kw_only=True):
    """The request brings a session, and does not prove that a page of this site made it."""

    title: ClassVar[str] = "Not from this site"
    status: ClassVar[int] = 403

    def detail(self) -> str:
        return "Send the value of the cookie `csrftoken` in the header `X-CSRFToken`, from a page of this site; or use an API key."


class NotSigned(Problem, frozen=True, kw_only=True):
    """A message that does not carry the signature of whoever it says it is from."""

    title: ClassVar[str] = "Not signed"
    status: ClassVar[int] = 401
    adapter: str

    def detail(self) -> str:
        return f"The message is not signed with the secret that was agreed with {self.adapter}; it was not read."


class NotOfThisChannel(Problem, frozen=True, kw_only=True):
    """The API key is kept to one channel, and this is about no channel at all, or does not name it where it could."""

    title: ClassVar[str] = "Not for keys of one channel"
    status: ClassVar[int] = 403
    operation: str
    channel: str

    def detail(self) -> str:
        return (
            f"The key is kept to the channel {self.channel}; let {self.operation} name it where it can (`only_channel`), "
            "or use a key for all channels."
        )


class TooManyRequests(Problem, frozen=True, kw_only=True):
    """The API key has used up its requests for now."""

    title: ClassVar[str] = "Too many requests"
    status: ClassVar[int] = 429
    requests_per_minute: int
    wait_seconds: int

    def detail(self) -> str:
        return f"This key may make {self.requests_per_minute} requests a minute; go on in {self.wait_seconds} s."


class InvalidBody(Problem, frozen=True, kw_only=True):
    """The body is not the JSON that is asked for; `where` is a path into it."""

    title: ClassVar[str] = "Invalid body"
    status: ClassVar[int] = 400
    where: str
    reason: str

    def detail(self) -> str:
        return f"{self.where}: {self.reason}. The schema stands in /api/v1/openapi.json."


class InvalidParameter(Problem, frozen=True, kw_only=True):
    """A query parameter or header that cannot be accepted."""

    title: ClassVar[str] = "Invalid parameter"
    status: ClassVar[int] = 400
    parameter: str
    reason: str

    def detail(self) -> str:
        return f"{self.parameter}: {self.reason}."


class NotJson(Problem, frozen=True, kw_only=True):
    """Bodies are JSON."""

    title: ClassVar[str] = "Not JSON"
    status: ClassVar[int] = 415
    content_type: str

    def detail(self) -> str:
        return f"Bodies of type {self.content_type or 'nothing'} are not read; send application/json."


class BodyTooLarge(Problem, frozen=True, kw_only=True):
    """Bodies have a limit."""

    title: ClassVar[str] = "Body too large"
    status: ClassVar[int] = 413
    maximum_bytes: int

    def detail(self) -> str:
        return f"A body may have {self.maximum_bytes} bytes here; send less at once."


class TooManyItems(Problem, frozen=True, kw_only=True):
    """Lists have a limit, at any depth of the body."""

    title: ClassVar[str] = "Too many items"
    status: ClassVar[int] = 422
    where: str
    maximum: int

    def detail(self) -> str:
        return f"{self.where} may hold {self.maximum} items; send the others separately."


class BodyTooSlow(Problem, frozen=True, kw_only=True):
    """A body has to arrive within a time."""

    title: ClassVar[str] = "Body too slow"
    status: ClassVar[int] = 408
    seconds: int

    def detail(self) -> str:
        return f"The body did not arrive within {self.seconds} s; nothing was done."


class IdempotencyKeyMissing(Problem, frozen=True, kw_only=True):
    """What changes something is asked for under a key, so that it can be repeated safely."""

    title: ClassVar[str] = "Idempotency key missing"
    status: ClassVar[int] = 400

    def detail(self) -> str:
        return "Send a header `Idempotency-Key` with a value of your own for each request, and the same one when you repeat it."


class VersionMissing(Problem, frozen=True, kw_only=True):
    """A change is made against the version that was seen."""

    title: ClassVar[str] = "Version missing"
    status: ClassVar[int] = 428

    def detail(self) -> str:
        return "Send the version you saw, as `If-Match` (an ETag of the order) or as `expected_version` in the body."


class NoSuchAddress(Problem, frozen=True, kw_only=True):
    """Nothing is served at this path."""

    title: ClassVar[str] = "No such address"
    status: ClassVar[int] = 404
    path: str

    def detail(self) -> str:
        return f"Nothing is served at {self.path}; /api/v1/openapi.json lists what is."


class MethodNotAllowed(Problem, frozen=True, kw_only=True):
    """The path is served under other methods."""

    title: ClassVar[str] = "Method not allowed"
    status: ClassVar[int] = 405
    method: str

    def detail(self) -> str:
        return f"{self.method} is not served here; the header Allow names what is."


class TooManyStreams(Problem, frozen=True, kw_only=True):
    """As many streams are open as one listener, or all of them together, may have. Nothing is lost: a cursor goes on later."""

    title: ClassVar[str] = "Too many streams"
    status: ClassVar[int] = 429
    maximum: int
    wait_seconds: int

    def detail(self) -> str:
        return f"{self.maximum} streams are open already; close one, or ask again in {self.wait_seconds} s."


class Busy(Problem, frozen=True, kw_only=True):
    """More is waiting than can be answered in time, or the database is away. Nothing was done."""

    title: ClassVar[str] = "Busy"
    status: ClassVar[int] = 503
    wait_seconds: int

    def detail(self) -> str:
        return f"Nothing was done; repeat the request in {self.wait_seconds} s."


class OutcomeUnknown(Problem, frozen=True, kw_only=True):
    """No answer came in time, so it is not known whether it was done."""

    title: ClassVar[str] = "Outcome unknown"
    status: ClassVar[int] = 504

    def detail(self) -> str:
        return "Whether it was done is not known; repeat the request with the same Idempotency-Key to learn it, or to do it."


class Defect(Problem, frozen=True, kw_only=True):
    """Something is wrong in Ordino itself. Nothing was done."""

    title: ClassVar[str] = "Defect"
    status: ClassVar[int] = 500

    def detail(self) -> str:
        return "A defect of Ordino was met and logged; nothing was done."

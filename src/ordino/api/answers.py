"""What goes back over HTTP: JSON, or a problem in the shape of RFC 9457."""

from collections.abc import Mapping
from typing import Any

import msgspec

from ordino.api.web import Answer
from ordino.kernel.problems import Problem

BASE = "/api/v1"
JSON = "application/json"
PROBLEM_TYPE = "application/problem+json"
_NEVER_STORED = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
_REPEAT_LATER = frozenset({409, 429, 503})


class Refuse(Exception):
    """Ends the handling of a request with a problem."""

    def __init__(self, problem: Problem, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(problem.code())
        self.problem = problem
        self.headers = headers or {}


def problem_address(problem: type[Problem]) -> str:
    """The `type` of a problem: where this server explains it."""
    return f"{BASE}/problems/{problem.code()}"


def problem_body(problem: Problem) -> bytes:
    """The problem as `application/problem+json`: type, title, status, detail, and its own facts."""
    told: dict[str, Any] = {
        "type": problem_address(type(problem)),
        "title": problem.title,
        "status": problem.status,
        "detail": problem.detail(),
    }
    return msgspec.json.encode(told | {name: getattr(problem, name) for name in problem.__struct_fields__})


def refusal(problem: Problem, headers: Mapping[str, str] | None = None) -> Answer:
    """The answer that says why not; with `Retry-After` where waiting helps."""
    more = dict(headers or {})
    wait_seconds = getattr(problem, "wait_seconds", None)
    if problem.status in _REPEAT_LATER and wait_seconds is not None:
        more["Retry-After"] = str(wait_seconds)
    if problem.status == 401:
        more["WWW-Authenticate"] = "Bearer"
    return Answer(problem_body(problem), _NEVER_STORED | more, status=problem.status, media_type=PROBLEM_TYPE)


def answer(body: bytes, headers: Mapping[str, str] | None = None, *, status: int = 200) -> Answer:
    """JSON that is encoded already."""
    return Answer(body, {**_NEVER_STORED, **(headers or {})}, status=status, media_type=JSON)

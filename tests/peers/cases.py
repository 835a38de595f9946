"""The public test cases of peers: facts only, read with exact numbers."""

import json
import os
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from msgspec import Struct

DEFAULT_FILE = Path(__file__).resolve().parents[3] / "shared" / "cases" / "peer_cases.json"

Facts = dict[str, Any]
"""Figures by the peer's own names: numbers, lists, or figures by product."""


class NotOffered(Exception):
    """The case needs a policy or a feature that Ordino does not offer; the message names it as in the table of the test."""


class PeerCase(Struct, frozen=True):
    id: str
    peer: str
    topic: str
    title: str
    portability: str
    inputs: Facts
    policy: Facts
    expected: Facts


def cases_file() -> Path:
    """ORDINO_CASES, or the shared file beside the repository (ORDINO_SHARED)."""
    if named := os.environ.get("ORDINO_CASES"):
        return Path(named)
    if shared := os.environ.get("ORDINO_SHARED"):
        return Path(shared) / "cases" / "peer_cases.json"
    return DEFAULT_FILE


def load_cases(*topics: str) -> list[Any]:
    """The cases of these topics as pytest parameters; one readable skip where the file is missing."""
    path = cases_file()
    if not path.exists():
        reason = f"no peer cases at {path.name}: set ORDINO_CASES to a file of cases"
        return [pytest.param(None, id="peer-cases", marks=pytest.mark.skip(reason=reason))]
    rows = json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)["cases"]
    fields = PeerCase.__struct_fields__
    cases = [PeerCase(**{field: row[field] for field in fields}) for row in rows]
    wanted = [case for case in cases if case.topic in topics and case.portability != "peer_quirk"]
    return [pytest.param(case, id=case.id.replace(" ", "-")) for case in wanted]


def only_known(facts: Facts, *names: str) -> None:
    """Fails where a case says something the adapter would ignore."""
    unknown = sorted(set(facts) - set(names))
    if unknown:
        raise NotOffered(f"input {', '.join(unknown)}")


def number(value: Any) -> Decimal:
    return Decimal(str(value))


def as_list(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]

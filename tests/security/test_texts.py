"""Hostile texts in every field of every command: each is stored as it is or refused by a declared problem."""

import pytest

from ordino.engine import SYSTEM, Completed, Replayed
from ordino.engine.registry import commands
from ordino.flows.wiring import load_handlers
from ordino.kernel.messages import Command, Refused
from tests.security.life import Life
from tests.security.samples import Sampler

load_handlers()
TEXTS = (
    '=HYPERLINK("http://evil.example")\'; drop table orders_order; --',
    "<script>alert('{{7*7}}')</script>${7*7}#{7*7}{% load x %}#panic(\"typst\")\r\nBcc: evil@example.com",
    "%s %(x)s {0} \\ ../../etc/passwd \u202e\u0000",
    "<b>",
    "=1",
    "\u202e",
)


@pytest.mark.parametrize("command", commands(), ids=lambda command: command.kind())
def test_a_hostile_text_is_stored_or_refused_and_breaks_nothing(life: Life, command: type[Command]) -> None:
    for place, text, sample in Sampler(life.keys()).with_texts(command, TEXTS):
        (outcome,) = life.engine.preview([sample], actor=SYSTEM)
        assert isinstance(outcome, Completed | Replayed | Refused), (place, text)

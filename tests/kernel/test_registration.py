"""What registering something under a code has in common."""

import pytest
from msgspec import UNSET, UnsetType

from ordino.kernel.messages import Command, Record
from ordino.kernel.problems import InvalidInput
from ordino.kernel.registration import changed_fields, check_code, check_text, with_given


class Thing(Record, frozen=True):
    code: str
    kind: str = "good"
    sizes: tuple[int, ...] | list[int] = ()


class RegisterThing(Command, frozen=True, kw_only=True):
    code: str
    thing_kind: str | UnsetType = UNSET
    sizes: tuple[int, ...] | UnsetType | None = UNSET


def test_what_is_not_given_stays_and_none_is_given():
    known = Thing("A", "bad", (1,))

    assert with_given(known, RegisterThing(code="B"), ("sizes",), kind="thing_kind") == known
    assert with_given(known, RegisterThing(code="B", thing_kind="good"), ("sizes",), kind="thing_kind").kind == "good"
    assert with_given(known, RegisterThing(code="B", sizes=None), ("sizes",)).sizes is None


def test_a_list_of_the_database_and_a_tuple_of_a_command_are_the_same():
    assert changed_fields(Thing("A", sizes=[1, 2]), Thing("A", sizes=(1, 2))) == ()
    assert changed_fields(Thing("A"), Thing("B", "bad")) == ("code", "kind")


@pytest.mark.parametrize("code", ["A", "85123A", "Ä-1 2", "x" * 100])
def test_a_code_is_printable_text(code: str):
    assert check_code(code) is None


@pytest.mark.parametrize("code", ["", " ", " A", "A ", "A\tB", "A\x00", "x" * 101])
def test_anything_else_is_no_code(code: str):
    assert isinstance(check_code(code, "sku"), InvalidInput)


@pytest.mark.parametrize(
    ("text", "accepted"), [("", True), ("\\u0000", True), ("a\x00", False), ("\\\x00", False), ("\ud800", False)]
)
def test_text_that_no_database_can_hold_is_refused(text: str, accepted: bool):
    assert (check_text(RegisterThing(code="A", thing_kind=text)) is None) == accepted

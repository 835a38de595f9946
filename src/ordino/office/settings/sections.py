"""What a section of the settings is: rows as they are, and the one command that sets a row."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import msgspec

from ordino.engine import Reader
from ordino.kernel.messages import Command
from ordino.kernel.problems import InvalidInput
from ordino.office.actions import Action, Booked, Field, Reading, Subject
from ordino.office.forms import Form, NotUnderstood, plain_number
from ordino.office.texts import _, in_words

YES_NO = ("yes", "no")
CHANNEL_OR_OTHERS = _("Channel, empty for all others")
EVERY_OTHER = _("all others")
_ANSWERS = {"yes": True, "no": False}


class Section(NamedTuple):
    """A list of one kind of setting. `cells` are what a row shows, its key first; `fields` its form (of nothing: a new row's).

    Fields in `lists` hold several things with commas between; those in `emptied` become nothing where they are left empty;
    all others stay as they are. Where the form is not the command itself, `typed` is what it holds, and `wrapped` its command.
    Of a section without `several` there is one row. Where the fields are not the same everywhere, `read_form` makes the command
    of what was typed; `booked` and `reading` say more of a preview.
    """

    name: str
    word: str
    about: str
    verb: str
    command: type[Command]
    heads: Sequence[str]
    read: Callable[[Reader], Sequence[Any]]
    cells: Callable[[Any], Sequence[str]]
    fields: Callable[[Any], Sequence[Field]]
    lists: frozenset[str] = frozenset()
    emptied: frozenset[str] = frozenset()
    typed: type[msgspec.Struct] | None = None
    wrapped: Callable[[Any], Command] = lambda command: command
    several: bool = True
    read_form: Callable[[Form], Command] | None = None
    booked: Callable[[Any, Any], Sequence[Booked]] = lambda row, result: ()
    reading: Callable[[Any, Form], Reading | None] = lambda row, form: None

    def key(self, row: Any) -> str:
        """What names a row in an address."""
        return self.cells(row)[0]

    def action(self) -> Action:
        """The form of a row with its preview."""
        return Action(
            "set", self.verb, "settings", self.command, self.build, lambda view: True, self.fields, self.booked,
            reading=lambda subject, form: self.reading(subject.view, form),
        )  # fmt: skip

    def build(self, subject: Subject, form: Form) -> Command:
        if self.read_form is not None:
            return self.read_form(form)
        given = {}
        asked = (self.typed or self.command).__struct_fields__  # other fields are only for the preview
        for field in self.fields(subject.view):
            text = form.text(field.name)
            if field.name in asked and (text or field.name in self.emptied):
                given[field.name] = self._value(field, text)
        try:
            return self.wrapped(msgspec.convert(given, self.typed or self.command, strict=False))
        except msgspec.ValidationError as wrong:
            reason, _, place = str(wrong).partition(" - at `$")
            raise NotUnderstood(InvalidInput(field=place.strip(".`") or self.name, reason=reason)) from wrong

    def _value(self, field: Field, text: str) -> object:
        if field.name in self.lists:
            return [part.strip() for part in text.split(",") if part.strip()]
        if field.choices == YES_NO:
            return _ANSWERS.get(text, text)
        if field.kind == "decimal" and text:
            return plain_number(text)
        if field.kind == "time" and text:
            return text if text.count(":") > 1 else f"{text}:00"
        return text or None


def yes_no(value: bool) -> str:
    return "yes" if value else "no"


def answer(value: bool) -> str:
    """`yes` or `no` in the reader's language, for cells that are only shown."""
    return in_words(yes_no(value))


def text_of(value: object) -> str:
    """What stands in a field at first."""
    return "" if value is None else str(value)

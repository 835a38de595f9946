"""What a read is: its address, its permission, its query, its answer; and what pages have in common."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import cache
from operator import attrgetter
from typing import Annotated, Any, Generic, Literal, TypeVar, get_args, get_origin

import msgspec
from msgspec import Meta

from ordino.api.admission import Caller
from ordino.api.answers import Refuse
from ordino.api.cursors import read_cursor, write_cursor
from ordino.api.problems import InvalidParameter
from ordino.engine import Reader, Window
from ordino.kernel.lifecycle import Lifecycle
from ordino.kernel.messages import Record
from ordino.kernel.problems import NotFound

T = TypeVar("T")
Item = TypeVar("Item", bound=msgspec.Struct)
Position = TypeVar("Position", bound=msgspec.Struct)
Limit = Annotated[int, Meta(ge=1, le=200)]


class Query(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The query parameters of a read."""


class PageQuery(Query, frozen=True, kw_only=True):
    """`cursor` is the `next` of the page before, asked with the same filters; `fields` names what is wanted of each item."""

    limit: Limit = 50
    cursor: str = ""
    fields: tuple[str, ...] = ()


class Newest(PageQuery, frozen=True, kw_only=True):
    """`sort` is `-id`, the newest first, or `id`, the oldest first."""

    sort: Literal["-id", "id"] = "-id"

    def window(self, after: "Beyond") -> Window:
        """The rows of the page and one more, which shows whether another page follows."""
        return Window(self.limit + 1, after.id, self.sort == "id")


class NewestOfTime(Newest, frozen=True, kw_only=True):
    """`created_from` and `created_before` (not included) bound when it came to be; `sort` is `-id`, the newest first, or `id`."""

    created_from: datetime | None = None
    created_before: datetime | None = None

    def window(self, after: "Beyond") -> Window:
        """The rows of the page and one more, among those of the time."""
        return Window(self.limit + 1, after.id, self.sort == "id", self.created_from, self.created_before)


class ChangedSince(PageQuery, frozen=True, kw_only=True):
    """What has changed since then."""

    since: datetime
    channel: str | None = None


class Change(Record, frozen=True):
    """Where a list along the journal goes on."""

    position: int


class Beyond(Record, frozen=True):
    """Where a list by key goes on; without a key it begins."""

    id: int | None


class Page(Record, Generic[T], frozen=True, kw_only=True):
    """A page of a list; `next` is the cursor of the next one, null where there is none."""

    items: list[T]
    next: str | None


class Rows(Record, Generic[T], frozen=True, kw_only=True):
    """A list that is short enough to be told whole."""

    items: list[T]


class Asked(Record, frozen=True):
    """A question: who asks what, of which snapshot, at what time."""

    reader: Reader
    caller: Caller
    keys: dict[str, int]
    query: Any
    now: datetime
    secret: bytes
    name: str

    @property
    def question(self) -> bytes:
        """What a cursor belongs to: the read, who it is for, and the filters."""
        ignored = {"limit", "cursor", "fields"}
        names = sorted(set(self.query.__struct_fields__) - ignored)
        filters = [getattr(self.query, name) for name in names]
        return msgspec.json.encode([self.name, self.caller.channel, filters])

    def after(self, first: Position) -> Position:
        """The position that the cursor names, or the first."""
        if not self.query.cursor:
            return first
        return read_cursor(self.secret, self.question, self.query.cursor, type(first))

    def window(self) -> Window:
        """The rows of a list by key that are asked for."""
        window: Window = self.query.window(self.after(Beyond(None)))
        return window

    def page(self, found: Sequence[Item], position: Callable[[Item], msgspec.Struct]) -> Page[Item]:
        """The page of rows that were asked for with one more than the limit, so that it is known whether more follow."""
        items = list(found[: self.query.limit])
        more = len(found) > self.query.limit
        return Page(items=items, next=write_cursor(self.secret, self.question, position(items[-1])) if more else None)

    def own_channel(self, wanted: str | None) -> str | None:
        """The channel that is asked about, which for a key of one channel is its own; raises Refuse where it is another."""
        channel = self.caller.channel
        if channel is not None and wanted not in (None, channel):
            raise Refuse(NotFound(what="channel", reference=str(wanted)))
        return channel or wanted


class Acts(Record, frozen=True):
    """What may be done with each row of a list: the commands that `permitted` names for it, of those about these keys."""

    permitted: Callable[[Asked, Sequence[Any]], Iterable[tuple[str, ...]]]
    keys: tuple[str, ...]


def by_state(lifecycle: Lifecycle, *keys: str, state: Callable[[Any], str] = attrgetter("state")) -> Acts:
    """What the state permits that each row tells: no further statement. Decision 0205."""
    return Acts(lambda _, rows: (lifecycle.permitted(state(row)) for row in rows), keys)


@cache
def _with_actions(item: type[msgspec.Struct]) -> type[msgspec.Struct]:
    """A row of a list with the names of the commands that its state and the caller's scopes permit now."""
    return msgspec.defstruct(
        f"Listed{item.__name__}",
        [("permitted_actions", tuple[str, ...])],
        bases=(item,),
        namespace={"__doc__": item.__doc__},
        frozen=True,
        kw_only=True,
    )


class Read(Record, frozen=True):
    """One read. `acts` says what may be done with the rows of a list.

    `channels` says what keys of one channel get: what the keys in the path belong to, what `answer` filters for them, or nothing.
    """

    path: str
    context: str
    query: type[Query]
    result: Any
    answer: Callable[[Asked], Any]
    channels: Literal["by_key", "filtered", "refused"]
    keys: tuple[str, ...] = ()
    acts: Acts | None = None

    @property
    def name(self) -> str:
        return "".join(word.capitalize() for word in self.answer.__name__.split("_"))

    @property
    def permission(self) -> str:
        return f"{self.context}.read"

    @property
    def item(self) -> type[msgspec.Struct] | None:
        """What a list consists of; None where the answer is no list."""
        if get_origin(self.result) not in (Page, Rows):
            return None
        found: type[msgspec.Struct] = get_args(self.result)[0]
        return found if self.acts is None else _with_actions(found)

    @property
    def answered(self) -> Any:
        """The type of the answer."""
        return self.result if self.acts is None else get_origin(self.result)[self.item]


def found(value: T | None, what: str, reference: object) -> T:
    """The value; raises Refuse where there is none."""
    if value is None:
        raise Refuse(NotFound(what=what, reference=str(reference)))
    return value


def only_known(given: Sequence[str], known: Sequence[str], parameter: str) -> tuple[str, ...]:
    """The given values; raises Refuse where one is not known."""
    for value in given:
        if value not in known:
            reason = f"{value[:50]!r} is not known; known are: {', '.join(known)}"
            raise Refuse(InvalidParameter(parameter=parameter, reason=reason))
    return tuple(given)

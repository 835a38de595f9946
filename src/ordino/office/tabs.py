"""The tabs of a list: each some states. Beside those that are always there, any single state may be asked for by its name."""

from collections.abc import Sequence
from typing import NamedTuple

from ordino.office.statuses import status_of

_STATE = "state-"


class Tab(NamedTuple):
    """A tab; one without states lists something else."""

    name: str
    word: str
    states: tuple[str, ...] = ()


def tab_of(asked: str, tabs: Sequence[Tab], axis: str, states: Sequence[str], *, first: int = 0) -> Tab:
    """The tab of that name; `state-lost` is a tab of one state. Anything else is the first."""
    return state_tab(asked, axis, states) or next((one for one in tabs if one.name == asked), tabs[first])


def state_tab(asked: str, axis: str, states: Sequence[str]) -> Tab | None:
    """The tab of one state, where it is asked for and there is such a state."""
    state = asked.removeprefix(_STATE)
    if not asked.startswith(_STATE) or state not in states:
        return None
    return Tab(asked, status_of(axis, state).word, (state,))


def with_chosen(tabs: Sequence[Tab], tab: Tab) -> tuple[Tab, ...]:
    """The tabs to show: the chosen one is among them."""
    return (*tabs, tab) if tab not in tabs else tuple(tabs)


def named(state: str) -> str:
    """The name of the tab of one state."""
    return f"{_STATE}{state}"

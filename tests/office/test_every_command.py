"""Nothing that a person could do is forgotten: each command of the registry is built by a screen, or a page says why not."""

import ast
import re
from pathlib import Path

from ordino.engine.registry import commands
from ordino.flows.wiring import load_handlers
from tests.architecture.source import modules

load_handlers()
COMMANDS = {command.__name__ for command in commands() if command.__module__.startswith("ordino.")}
PAGE = Path(__file__).parents[2] / "docs" / "explanation" / "commands-without-a-screen.md"


def named_on_screens() -> set[str]:
    """The commands that a part of the office names outside of its imports."""
    return {
        node.id for _path, tree in modules("office") for node in ast.walk(tree) if isinstance(node, ast.Name)
    } & COMMANDS


def test_every_command_has_a_screen_or_a_page_says_why_not() -> None:
    without = re.findall(r"^\| `(\w+)` \| (.+) \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)

    assert COMMANDS - named_on_screens() == {name for name, _why in without}
    assert [name for name, _why in without] == sorted({name for name, _why in without})
    assert [name for name, why in without if not why.endswith(".")] == []

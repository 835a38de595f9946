import ast

import pytest

from ordino.cli.reference_pages import commands, lifecycles, load_vocabulary
from ordino.engine.registry import commands as handled_commands
from ordino.engine.registry import handler_of
from ordino.kernel.lifecycle import Lifecycle
from ordino.kernel.messages import Command, snake_case
from tests.architecture.source import modules

load_vocabulary()
# Moves of the stories that are not told yet: timers expire holds.
LATER = {"ExpireHold", "ConvertReservation"}


@pytest.mark.parametrize("command", commands(), ids=lambda command: command.kind())
def test_a_command_has_a_handler_a_permission_and_a_sentence(command: type[Command]) -> None:
    assert command in handled_commands(), f"nobody handles {command.kind()}"
    assert command.permission() == f"{command.context}.{snake_case(command.kind())}"
    sentence = (command.__dict__.get("__doc__") or "").strip()
    assert sentence, f"{command.kind()} says nothing about itself"
    assert sentence[0].isupper()


@pytest.mark.parametrize("command", commands(), ids=lambda command: command.kind())
def test_the_word_is_the_same_everywhere(command: type[Command]) -> None:
    """`PlaceOrder` is handled by a function `place_order` (or `place_orders`: it gets many) of its context."""
    handler = handler_of(command)
    assert handler.__name__.startswith(snake_case(command.kind()))
    assert handler.__module__.startswith(f"ordino.{command.context}.handlers.")


@pytest.mark.parametrize("lifecycle", lifecycles(), ids=lambda lifecycle: lifecycle.subject)
def test_life_cycles_name_only_commands_that_exist(lifecycle: Lifecycle) -> None:
    words = set(lifecycle.commands())
    assert words - {command.kind() for command in commands()} - LATER == set()


def test_what_is_kept_for_later_does_not_exist_yet() -> None:
    assert LATER & {command.kind() for command in commands()} == set()


def test_every_test_of_a_scenario_is_named_once() -> None:
    names = [
        node.name
        for _, tree in modules("../../tests")
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_scenario_")
    ]
    assert len(names) == len(set(names))

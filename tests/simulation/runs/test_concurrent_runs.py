"""The concurrent form: real threads on real connections; at every quiet point and at the end every promise holds."""

from ordino.simulation.runs.outside import Outside
from ordino.simulation.runs.perform import perform_at_once
from ordino.simulation.runs.plan import Plan
from ordino.simulation.runs.server import Server


def test_every_promise_holds_when_four_act_at_once_and_some_of_them_die(server: Server, outside: Outside) -> None:
    story = perform_at_once(server, Plan(1, orders=40, faults=40), outside, 4)
    assert story.violations == ()
    assert story.orders > 10
    assert story.crashes > 5

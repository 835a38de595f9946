"""Record what gateways say: the answers to calls and webhooks, in any order and with any repetition."""

from collections.abc import Sequence

from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision, Done, Refused, StreamEvent
from ordino.kernel.problems import InvalidInput, NotFound, Problem
from ordino.payments.commands import OutcomeRecorded, RecordGatewayOutcome
from ordino.payments.decide.card_numbers import card_number_problem
from ordino.payments.facts import read_event_facts
from ordino.payments.gateway import MOVES, gateway_of
from ordino.payments.outcomes import OutcomeDesk


@handles(RecordGatewayOutcome)
def record_gateway_outcomes(unit: Unit, commands: Sequence[RecordGatewayOutcome]) -> list[Decision]:
    """Count what is new on the payments it tells of; what tells of none is kept, and said."""
    said = [(command.gateway, event) for command in commands for event in command.events]
    desk = OutcomeDesk(unit, read_event_facts(unit, said), commands=len(commands))
    decisions = [_record(desk, command) for command in commands]
    desk.write()
    return decisions


def _record(desk: OutcomeDesk, command: RecordGatewayOutcome) -> Decision:
    problem = _input_problem(command)
    if problem is not None:
        return Refused(problem)
    recorded, unknown, events = 0, [], list[StreamEvent]()
    for event in command.events:
        taken = desk.take(command.gateway, event)
        recorded += taken.recorded
        unknown += [event.id] if taken.unknown else []
        events += taken.events
    events += desk.news()
    return Done(OutcomeRecorded(recorded=recorded, unknown=tuple(unknown)), tuple(events))


def _input_problem(command: RecordGatewayOutcome) -> Problem | None:
    if gateway_of(command.gateway) is None:
        return NotFound(what="payment gateway", reference=command.gateway)
    for event in command.events:
        if not event.id or not event.request_key:
            return InvalidInput(field="events", reason="each event has an id and names its act.")
        if event.kind in MOVES:
            return InvalidInput(
                field="events", reason="a gateway knows no orders; what moves between them is said here."
            )
        if event.amount_minor < 0:
            return InvalidInput(
                field="events", reason="amounts are not negative; a refund that came back is a reversal."
            )
        problem = card_number_problem(reason=event.reason)
        if problem is not None:
            return problem
    return None

"""Record what customers consent to no longer."""

from collections.abc import Sequence

from msgspec.structs import replace

from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision, Done, Known, Refused, StreamEvent
from ordino.kernel.registration import decide_storable
from ordino.parties.commands import WithdrawConsent
from ordino.parties.consents import Consents, consent_state
from ordino.parties.decide.consent import withdrawn_at
from ordino.parties.events import ConsentWithdrawn, customer_stream
from ordino.parties.queries import SQL
from ordino.parties.rows import ConsentRow


@handles(WithdrawConsent)
def withdraw_consent(unit: Unit, commands: Sequence[WithdrawConsent]) -> list[Decision]:
    """What does not stand is withdrawn already."""
    return decide_storable(commands, lambda storable: _withdraw(unit, storable))


def _withdraw(unit: Unit, commands: Sequence[WithdrawConsent]) -> list[Decision]:
    consents = Consents(unit, commands)
    withdrawn: list[ConsentRow] = []
    decisions: list[Decision] = []
    for command in commands:
        problem, standing = consents.problem(command), consents.standing(command)
        if problem is not None:
            decisions.append(Refused(problem))
        elif standing is None:
            decisions.append(Known(consent_state(command, None, given=False)))
        else:
            moment, source = withdrawn_at(command, standing, unit.now), command.source.strip()
            consents.withdraw(standing)
            withdrawn.append(replace(standing, withdrawn_at=moment, withdrawal_source=source))
            event = ConsentWithdrawn(
                customer_id=standing.customer_id,
                consent_id=standing.id,
                purpose=standing.purpose,
                withdrawn_at=moment,
                source=source,
            )
            result = consent_state(command, standing.id, given=False)
            decisions.append(Done(result, (StreamEvent(customer_stream(standing.customer_id), event),)))
    unit.write(SQL.withdraw_consents, withdrawn)
    return decisions

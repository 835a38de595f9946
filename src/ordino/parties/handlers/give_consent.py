"""Record what customers consent to."""

from collections.abc import Sequence

from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision, Done, Known, Refused, StreamEvent
from ordino.kernel.registration import decide_storable
from ordino.parties.commands import GiveConsent
from ordino.parties.consents import Consents, consent_state
from ordino.parties.events import ConsentGiven, customer_stream
from ordino.parties.queries import SQL
from ordino.parties.rows import ConsentRow


@handles(GiveConsent)
def give_consent(unit: Unit, commands: Sequence[GiveConsent]) -> list[Decision]:
    """A purpose that is consented to already keeps its consent, with the proof it has."""
    return decide_storable(commands, lambda storable: _give(unit, storable))


def _give(unit: Unit, commands: Sequence[GiveConsent]) -> list[Decision]:
    consents = Consents(unit, commands)
    ids = unit.next_ids("parties_consent_id_seq", len(commands))
    given: list[ConsentRow] = []
    decisions: list[Decision] = []
    for command, consent_id in zip(commands, ids, strict=True):
        problem, standing = consents.problem(command), consents.standing(command)
        if problem is not None:
            decisions.append(Refused(problem))
        elif standing is not None:
            decisions.append(Known(consent_state(command, standing.id, given=True)))
        else:
            row = ConsentRow(
                id=consent_id,
                customer_id=command.customer_id,
                purpose=command.purpose,
                given_at=command.given_at or unit.now,
                source=command.source.strip(),
                proof=command.proof.strip(),
            )
            consents.give(row)
            given.append(row)
            decisions.append(_done(command, row))
    unit.write(SQL.insert_consents, given)
    return decisions


def _done(command: GiveConsent, row: ConsentRow) -> Done:
    event = ConsentGiven(
        customer_id=row.customer_id,
        consent_id=row.id,
        purpose=row.purpose,
        given_at=row.given_at,
        source=row.source,
    )
    result = consent_state(command, row.id, given=True)
    return Done(result, (StreamEvent(customer_stream(row.customer_id), event),))

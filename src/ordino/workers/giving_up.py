"""Calls to the outside that stayed without an answer to the last: somebody must find out what became of them."""

import msgspec

from ordino.delivery.buying import CARRIER_CALL, QUOTE, CarrierCall
from ordino.delivery.queries import subject_of_label
from ordino.engine import SYSTEM, Engine
from ordino.engine.effect_rows import Intent
from ordino.engine.effects import GiveUp
from ordino.exceptions.commands import RaiseException
from ordino.kernel.registration import LONGEST_CODE
from ordino.payments.calls import PAYMENT_CALL, GatewayCall

_LONGEST_DETAIL = 500


def let_somebody_ask(engine: Engine) -> GiveUp:
    """Raises an exception with an owner about a call that is given up."""

    def give_up(intent: Intent, error: str) -> None:
        work = _work(engine, intent, error[:_LONGEST_DETAIL])
        if work is not None:
            engine.execute([work], actor=SYSTEM)

    return give_up


def _work(engine: Engine, intent: Intent, error: str) -> RaiseException | None:
    """What somebody has to do; nothing for the price of a label that was only asked about."""
    detail = f"Nobody knows what became of the call {intent.key}: {error}"
    if intent.kind == CARRIER_CALL:
        call = msgspec.json.decode(intent.payload, type=CarrierCall)
        if call.kind == QUOTE:
            return None
        with engine.reader() as reader:
            order_id, subject = subject_of_label(reader, call.label_id)
        return RaiseException(exception_kind="label_unanswered", subject=subject, order_id=order_id, detail=detail)
    paid = msgspec.json.decode(intent.payload, type=GatewayCall).request if intent.kind == PAYMENT_CALL else None
    return RaiseException(
        exception_kind="call_unanswered",
        subject=f"effect/{intent.key}"[:LONGEST_CODE],
        order_id=None if paid is None else paid.order_id,
        detail=detail,
    )

"""Who carries out which effect, in a worker."""

from collections.abc import Mapping

from ordino.adapters.mail.performer import EmailPerformer
from ordino.delivery.buying import CARRIER_CALL
from ordino.delivery.listening import CarrierCalls
from ordino.engine import Engine
from ordino.engine.effects import Performer
from ordino.notifications.facts import SEND_EMAIL
from ordino.payments.calls import PAYMENT_CALL
from ordino.payments.listening import PaymentCalls


def performers(engine: Engine) -> Mapping[str, Performer]:
    """A performer for each kind of effect."""
    return {SEND_EMAIL: EmailPerformer(engine), PAYMENT_CALL: PaymentCalls(engine), CARRIER_CALL: CarrierCalls(engine)}

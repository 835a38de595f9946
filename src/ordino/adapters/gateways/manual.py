"""The gateway `manual`: money that people move. Nothing outside is called; what it says, a person has promised or done.

Money for transfers and cash counts as captured when it is asked for, because the person who authorized it has it at hand; cash on
delivery is captured when somebody records that it came. Refunds wait for the person who gives them.

The gateway `exchange` is money that pays another order of the same customer: it leaves the one and comes to the other at once.
"""

from collections.abc import Mapping

from ordino.payments.gateway import BadWebhook, GatewayEvent, GatewayRequest, register_gateway
from ordino.payments.rows import BY_HAND, EXCHANGE

COMES_LATER = ("cash_on_delivery",)


class ManualGateway:
    """Answers at once, and only from what it is asked."""

    def perform(self, request: GatewayRequest) -> tuple[GatewayEvent, ...]:
        """Done as asked; () where somebody must do it first."""
        if request.kind == "refund" or (request.kind == "capture" and request.method in COMES_LATER):
            return ()
        return (
            GatewayEvent(
                id=f"{request.key}/succeeded",
                kind=request.kind,
                outcome="succeeded",
                amount_minor=request.amount_minor,
                occurred_at=request.asked_at,
                request_key=request.key,
            ),
        )

    def find(self, request: GatewayRequest) -> tuple[GatewayEvent, ...]:
        return self.perform(request)

    def read_webhook(self, body: bytes, headers: Mapping[str, str]) -> tuple[GatewayEvent, ...]:
        raise BadWebhook("nobody sends webhooks for money that people move")


register_gateway(BY_HAND, ManualGateway(), at_once=True, by_hand=True)
register_gateway(EXCHANGE, ManualGateway(), at_once=True, by_hand=True)

"""Managers: they change the rules while everybody works by them."""

from collections.abc import Sequence
from decimal import Decimal

from ordino.billing.commands import SetMerchant
from ordino.catalog.commands import PriceEntry, SetPrices
from ordino.fraud.commands import SetFraudRules
from ordino.fulfillment.commands import RegisterBox
from ordino.inventory.commands import SetSafetyStock
from ordino.kernel.messages import Command
from ordino.network.commands import RegisterChannel
from ordino.payments.commands import SetPaymentPolicy
from ordino.returns.commands import SetReturnPolicy
from ordino.simulation.demo import assortment
from ordino.simulation.runs.turn import Turn
from ordino.simulation.runs.world import ARTICLES, CHANNELS, LOCATIONS
from ordino.sourcing.commands import SetSourcingRules
from ordino.webhooks.commands import ChangeWebhook, RotateWebhookSecret
from ordino.webhooks.secret import SecretSeal

_WEBHOOK = 1


def keep_some_back(turn: Turn) -> Sequence[Command]:
    return [
        SetSafetyStock(sku=turn.choose(ARTICLES).code, location=turn.choose(LOCATIONS), quantity=turn.choose((0, 0, 2)))
        for _ in range(1 + turn.dice.randrange(3))
    ]


def watch_out(turn: Turn) -> Sequence[Command]:
    """What is suspicious is suspicious sooner or later than before."""
    return [SetFraudRules(channel=turn.choose((None, "web", "market")), hold_at=turn.choose((20, 40, 100)))]


def source_otherwise(turn: Turn) -> Sequence[Command]:
    return [
        SetSourcingRules(
            channel=turn.choose((None, "web", "trade")),
            max_parcels=turn.choose((1, 2, 3)),
            extra_parcel_cost_minor=turn.choose((0, 300)),
        )
    ]


def price(turn: Turn) -> Sequence[Command]:
    """Prices change; orders keep theirs."""
    trade = assortment.price_lists()[-1]
    entry = PriceEntry(sku=turn.choose(ARTICLES).code, unit_price=Decimal(turn.dice.randint(500, 9900)) / 100)
    return [SetPrices(price_list=trade.price_list, prices=(entry,))]


def sell_on_other_terms(turn: Turn) -> Sequence[Command]:
    """How long a channel waits for money."""
    channel = next(one for one in CHANNELS if one.code == "web")
    return [RegisterChannel(code=channel.code, payment_minutes=turn.choose((720, 2880, 5760)))]


def give_back_otherwise(turn: Turn) -> Sequence[Command]:
    return [
        SetReturnPolicy(
            restocking_fee_percent=Decimal(turn.choose((0, 10))), window_days=60, refund_shipping=turn.happens(50)
        )
    ]


def approve_otherwise(turn: Turn) -> Sequence[Command]:
    return [SetPaymentPolicy(approve_refunds_above_minor=turn.choose((5_000, 20_000, None)))]


def move_house(turn: Turn) -> Sequence[Command]:
    """Documents say something else from now on, and count in another series."""
    address = turn.choose(assortment.ADDRESSES)
    return [SetMerchant(name="The merchant", address=address, invoice_prefix=turn.choose(("INV", "RE")))]


def pack_otherwise(turn: Turn) -> Sequence[Command]:
    """A box is there from now on, or not any more."""
    size = turn.choose((150, 300, 600))
    box = RegisterBox(
        code=f"BOX-{size}",
        length_mm=size,
        width_mm=size,
        height_mm=size,
        maximum_weight_grams=20_000,
        active=turn.happens(70),
    )
    return [box]


def tell_elsewhere(turn: Turn) -> Sequence[Command]:
    """The receiver of the webhook moves, or its secret is changed."""
    if turn.happens(50):
        return [ChangeWebhook(webhook_id=_WEBHOOK, url=f"https://shop.example/told/{turn.number}")]
    return [RotateWebhookSecret(webhook_id=_WEBHOOK, seal=SecretSeal(f"{turn.number:032x}", "1" * 64))]

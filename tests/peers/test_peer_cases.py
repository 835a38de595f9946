"""What the public tests of peers expect, computed by Ordino: equal to the last digit, or listed with the reason."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest

from tests.peers.cases import Facts, NotOffered, PeerCase, load_cases
from tests.peers.figures import cart_figures
from tests.peers.other import period_figures, share_figures, stock_figures
from tests.peers.sylius import sylius_figures

NOT_OFFERED = {
    "a rounding mode other than half up": "every rule rounds half up (R1, R4); other modes lose or gain on purpose",
    "a gross that moves with the tax": "a price with tax inside is a promise to the customer; its tax moves, it does not",
    "several tax rates on one line": "a line has one rate, for stacked taxes their sum; each is not rounded on its own",
    "tax before discounts": "tax is due on what is paid (R4)",
    "shipping by number of items": "shipping is rated by weight and destination, from the carrier's table",
    "billing periods": "only the shares of one month are needed",
}
"""Policies and features Ordino has not, and why."""

PEER_DIFFERS = {
    "vendure-016": "50 % of 83.33 is 41.665: R1 rounds the discount to 41.67, so 41.66 is paid; the peer rounds the rest",
    "vendure-029": "the peer weighs an order discount by prices with tax though its prices exclude it; we by the prices",
}
"""Cases where the peer computes otherwise by its own rule, and why Ordino does not."""

TOPICS = (
    *("discount_proration", "promotion", "tiered_promotion", "totals", "tax", "rounding", "allocation"),
    *("allocation_stock", "currency", "refund", "shipping_rate", "time_proration"),
)


@pytest.mark.parametrize("case", load_cases(*TOPICS))
def test_peer_case(case: PeerCase) -> None:
    try:
        computed = figures(case)
    except NotOffered as missing:
        _must_be_listed(case, missing)
        return
    differences = [
        f"{name}: expected {wanted}, computed {computed.get(name, 'nothing')}"
        for name, wanted in case.expected.items()
        if name not in computed or not same(name, wanted, computed[name])
    ]
    if case.id in PEER_DIFFERS:
        assert differences, f"{case.id} passes now; take it off the list"
    else:
        assert not differences, f"{case.id} ({case.title}): {'; '.join(differences)}"


def _must_be_listed(case: PeerCase, missing: NotOffered) -> None:
    assert str(missing) in NOT_OFFERED, f"{case.id} needs {missing}, which is neither offered nor listed"


def figures(case: PeerCase) -> Facts:
    """The case's figures as Ordino computes them."""
    if "weights" in case.inputs or "ratios" in case.inputs:
        return share_figures(case)
    match case.topic:
        case "time_proration":
            return period_figures(case)
        case "allocation_stock":
            return stock_figures(case)
        case "shipping_rate":
            raise NotOffered("shipping by number of items")
    return sylius_figures(case) if case.peer == "Sylius" else cart_figures(case)


def same(name: str, wanted: Any, computed: Any) -> bool:
    """Exact equality; a figure the peer leaves unrounded is rounded half up to the cent first."""
    if isinstance(wanted, dict):
        return all(key in computed and same(name, wanted[key], computed[key]) for key in wanted)
    if isinstance(wanted, list):
        return len(wanted) == len(computed) and all(map(lambda w, c: same(name, w, c), wanted, computed))
    if isinstance(computed, Decimal | int):
        figure = Decimal(str(wanted))
        if name.endswith("_unrounded"):
            figure = figure.quantize(Decimal("0.01"), ROUND_HALF_UP)
        return figure == computed
    return bool(wanted == computed)

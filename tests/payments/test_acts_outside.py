"""How an act that a gateway began divides over the orders that share its payment."""

from hypothesis import given
from hypothesis import strategies as st

from ordino.payments.decide.acts_outside import Holder, follow_the_money

_MINOR = st.integers(0, 5000)
_HOLDERS = st.lists(st.tuples(_MINOR, _MINOR), min_size=1, max_size=5).map(
    lambda rows: [Holder(number, taken, left) for number, (taken, left) in enumerate(rows)]
)


@given(_MINOR, _HOLDERS)
def test_all_of_it_counts_once_and_only_where_it_did_or_where_money_is(amount: int, holders: list[Holder]) -> None:
    shares = follow_the_money(amount, holders)

    assert sum(shares.values()) == amount
    for holder in holders[1:]:
        assert 0 <= shares.get(holder.payment_id, 0) <= holder.taken_minor + holder.left_minor
    assert {holder.payment_id for holder in holders if holder.taken_minor} <= shares.keys()


@given(_MINOR, _HOLDERS)
def test_told_again_it_divides_the_same(amount: int, holders: list[Holder]) -> None:
    fresh = [Holder(holder.payment_id, 0, holder.left_minor) for holder in holders]
    first = follow_the_money(amount, fresh)
    again = [Holder(holder.payment_id, first.get(holder.payment_id, 0), 0) for holder in holders]

    assert follow_the_money(amount, again) == first

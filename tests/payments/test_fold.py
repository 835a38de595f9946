"""M4: the amounts of a payment are the same for every order and repetition of its events."""

from datetime import UTC, datetime, timedelta
from itertools import permutations
from typing import get_args

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ordino.payments.decide.fold import PaymentAmounts, fold
from ordino.payments.gateway import EventKind, GatewayEvent, GatewayOutcome

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=7)


def said(
    kind: EventKind,
    outcome: GatewayOutcome,
    amount_minor: int,
    key: str = "",
    *,
    at: datetime = NOW,
    expires_at: datetime | None = None,
) -> GatewayEvent:
    return GatewayEvent(
        id=f"{kind}/{key}/{outcome}/{at}",
        kind=kind,
        outcome=outcome,
        amount_minor=amount_minor,
        occurred_at=at,
        request_key=key or kind,
        expires_at=expires_at,
    )


AUTHORIZED = said("authorize", "succeeded", 10000)


def test_scenario_11_every_permutation_comes_to_the_same_amounts() -> None:
    captured = said("capture", "succeeded", 6000)
    events = [
        AUTHORIZED,
        said("capture", "requested", 6000),
        *[captured] * 3,
        said("refund", "succeeded", 2000),
        said("refund", "failed", 2000, at=NOW - timedelta(hours=1)),
    ]
    expected = PaymentAmounts(authorized_minor=10000, captured_minor=6000, refunded_minor=2000, capturable_minor=4000)

    assert {fold(order, NOW) for order in permutations(events)} == {expected}


UNHURRIED = settings(suppress_health_check=[HealthCheck.too_slow])
kinds = st.sampled_from(get_args(EventKind))
outcomes = st.sampled_from(["requested", "succeeded", "failed", "unknown"])
events_of_a_payment = st.lists(
    st.builds(
        said,
        kinds,
        outcomes,
        st.integers(0, 500),
        st.sampled_from(["", "a", "b", "c"]),
        at=st.sampled_from([NOW, LATER]),
        expires_at=st.sampled_from([None, NOW, LATER]),
    ),
    max_size=12,
)


@UNHURRIED
@given(events_of_a_payment, st.data())
def test_any_order_and_any_repetition_comes_to_the_same_amounts(
    events: list[GatewayEvent], data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(events))
    repeated = data.draw(st.lists(st.sampled_from(events), max_size=6)) if events else []

    amounts = fold(events, NOW)

    assert fold([*repeated, *shuffled, *repeated], NOW) == amounts


@UNHURRIED
@given(events_of_a_payment)
def test_never_more_is_refunded_than_captured_nor_captured_than_authorized(events: list[GatewayEvent]) -> None:
    amounts = fold(events, NOW)

    assert 0 <= amounts.refunded_minor <= amounts.captured_minor <= amounts.authorized_minor
    assert amounts.captured_minor + amounts.capturable_minor + amounts.voided_minor <= amounts.authorized_minor
    assert min(amounts.capturable_minor, amounts.disputed_minor, amounts.refundable_minor) >= 0


def test_success_is_final_whatever_is_said_earlier_or_later() -> None:
    for other in ("failed", "unknown", "requested"):
        for at in (NOW - timedelta(hours=1), LATER):
            events = [AUTHORIZED, said("capture", "succeeded", 6000), said("capture", other, 6000, at=at)]
            assert fold(events, NOW).captured_minor == 6000


def test_what_is_asked_for_and_not_answered_is_pending_in_its_direction() -> None:
    events = [
        AUTHORIZED,
        said("capture", "succeeded", 5000, "first"),
        said("capture", "requested", 2000, "second"),
        said("refund", "unknown", 1000),
    ]
    amounts = fold(events, NOW)

    assert (amounts.capture_pending_minor, amounts.refund_pending_minor) == (2000, 1000)
    assert (amounts.capturable_minor, amounts.refundable_minor) == (3000, 4000)


def test_a_failed_capture_gives_its_money_free() -> None:
    assert fold([AUTHORIZED, said("capture", "failed", 6000)], NOW).capturable_minor == 10000


def test_partial_captures_add_up() -> None:
    events = [AUTHORIZED, said("capture", "succeeded", 2500, "a"), said("capture", "succeeded", 2500, "b")]
    assert fold(events, NOW).captured_minor == 5000


def test_an_authorization_is_gone_at_its_moment_told_or_not() -> None:
    authorized = said("authorize", "succeeded", 10000, expires_at=LATER)
    captured = said("capture", "succeeded", 4000)

    before = fold([authorized, captured], LATER - timedelta(seconds=1))
    after = fold([authorized, captured], LATER)

    assert (before.capturable_minor, before.expired_minor) == (6000, 0)
    assert (after.capturable_minor, after.expired_minor, after.captured_minor) == (0, 6000, 4000)


def test_a_void_ends_what_is_left_and_while_it_is_asked_for_nothing_more_is_captured() -> None:
    captured = said("capture", "succeeded", 4000)

    asked = fold([AUTHORIZED, captured, said("void", "requested", 6000)], NOW)
    done = fold([AUTHORIZED, captured, said("void", "succeeded", 6000)], NOW)
    failed = fold([AUTHORIZED, captured, said("void", "failed", 6000)], NOW)

    assert (asked.capturable_minor, asked.voided_minor) == (0, 0)
    assert (done.capturable_minor, done.voided_minor) == (0, 6000)
    assert (failed.capturable_minor, failed.voided_minor) == (6000, 0)


def test_what_follows_proves_what_went_before() -> None:
    amounts = fold([said("refund", "succeeded", 2000)], NOW)
    assert (amounts.authorized_minor, amounts.captured_minor, amounts.refunded_minor) == (2000, 2000, 2000)


def test_a_refund_that_came_back_is_not_refunded() -> None:
    events = [
        AUTHORIZED,
        said("capture", "succeeded", 6000),
        said("refund", "succeeded", 2000, "r"),
        said("refund_reversal", "succeeded", 2000, "r"),
    ]
    assert fold(events, NOW).refunded_minor == 0


def test_a_dispute_takes_its_amount_until_it_is_won() -> None:
    captured = [AUTHORIZED, said("capture", "succeeded", 6000)]
    opened, lost, won = (
        fold([*captured, said("chargeback", "requested", 6000), *further], NOW)
        for further in (
            [],
            [said("chargeback", "succeeded", 6000)],
            [said("chargeback", "failed", 6000)],
        )
    )
    assert [(one.disputed_minor, one.refundable_minor) for one in (opened, lost, won)] == [
        (6000, 0),
        (6000, 0),
        (0, 6000),
    ]


@UNHURRIED
@given(st.integers(0, 10000), st.integers(0, 10000), st.integers(0, 10000), st.data())
def test_what_goes_to_another_payment_is_exactly_what_is_missing_here(
    captured: int, captured_part: int, open_part: int, data: st.DataObject
) -> None:
    captured_part, open_part = min(captured_part, captured), min(open_part, 10000 - captured)
    here = [
        AUTHORIZED,
        said("capture", "succeeded", captured),
        said("capture_out", "succeeded", captured_part, "move"),
        said("authorization_out", "succeeded", open_part, "move"),
    ]
    there = [
        said("capture_in", "succeeded", captured_part, "move"),
        said("authorization_in", "succeeded", open_part, "move", expires_at=LATER),
    ]

    left = fold(data.draw(st.permutations([*here, *here])), NOW)
    gone = fold(data.draw(st.permutations([*there, *there])), NOW)

    assert (left.captured_minor, left.capturable_minor) == (captured - captured_part, 10000 - captured - open_part)
    assert (gone.captured_minor, gone.capturable_minor) == (captured_part, open_part)
    assert left.authorized_minor + gone.authorized_minor == 10000
    assert gone.expires_at == LATER

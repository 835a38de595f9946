"""Where a shipment is: the same for every order and every repetition of what was said of it."""

from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ordino.delivery.decide.track import Standing, TrackingMessage, latest_of, standing_of, state_of
from ordino.delivery.lifecycle import PHASES, SHIPMENT, STATUSES

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
messages = st.builds(
    TrackingMessage,
    st.sampled_from(["a", "b", "c", "d", "e"]),
    st.sampled_from(STATUSES),
    st.sampled_from([MONDAY + timedelta(hours=hour) for hour in range(4)]),
)


def message(status: str, hour: int = 0, event_id: str = "") -> TrackingMessage:
    return TrackingMessage(event_id or f"{status}{hour}", status, MONDAY + timedelta(hours=hour))


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(messages, max_size=5), st.data())
def test_any_order_and_any_repetition_of_messages_lead_to_one_state(
    said: list[TrackingMessage], data: st.DataObject
) -> None:
    repeated = said + [one for one in said if data.draw(st.booleans())]

    assert {state_of(order) for order in permutations(said)} == {state_of(said)}
    assert state_of(data.draw(st.permutations(repeated))) == state_of(said)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(messages, max_size=6), messages)
def test_a_further_message_never_leads_back_and_moves_as_the_table_says(
    said: list[TrackingMessage], further: TrackingMessage
) -> None:
    before, after = state_of(said), state_of([*said, further])

    assert PHASES[after] >= PHASES[before]
    target = SHIPMENT.target(before, "RecordTracking", further.status)
    assert after in (target, before)
    if PHASES[further.status] > PHASES[before]:
        assert after == target


def test_of_what_is_said_on_the_way_the_latest_word_counts() -> None:
    said = [message("out_for_delivery", 2), message("in_transit", 1), message("failed_attempt", 3)]

    assert state_of(said) == "failed_attempt"
    assert state_of([*said, message("in_transit", 4)]) == "in_transit"
    assert state_of([*said, message("in_transit", 2)]) == "failed_attempt"


def test_nothing_said_since_the_hand_over() -> None:
    assert state_of([]) == "handed_over"
    assert latest_of([]) is None


@pytest.mark.parametrize("late", STATUSES)
def test_what_arrived_has_arrived(late: str) -> None:
    assert state_of([message("delivered", 1), message(late, 3)]) == "delivered"


def test_a_lost_parcel_that_turns_up_is_delivered() -> None:
    assert state_of([message("lost", 5), message("delivered", 3)]) == "delivered"


def test_units_arrive_or_are_written_off_or_neither() -> None:
    assert standing_of("in_transit", 3) == Standing(delivered=0, written_off=0)
    assert standing_of("delivered", 3) == standing_of("collected", 3) == Standing(delivered=3, written_off=0)
    assert {standing_of(state, 3) for state in ("lost", "returned_to_sender", "received_back")} == {
        Standing(delivered=0, written_off=3)
    }

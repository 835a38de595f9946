"""Accounts: value is issued, set aside, taken, given back and expires; every movement has two sides, no account is overdrawn."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from ordino.engine import SYSTEM, Completed, Replayed
from ordino.kernel.messages import Command, Refused
from ordino.kernel.problems import InvalidInput, KeyReused, NotFound
from ordino.stored_value.codes import kept, new_code
from ordino.stored_value.commands import (
    CreditRefund,
    ExpireStoredValue,
    GiveBackStoredValue,
    GrantStoreCredit,
    IssueGiftCard,
    RedeemStoredValue,
    ReleaseStoredValue,
    ValueExpiry,
)
from ordino.stored_value.problems import NoCustomer, NotEnoughValue, OtherCurrency, ValueHasExpired
from ordino.stored_value.queries import account_by_code, movements_of, store_credit_of
from tests.stored_value.world import ValueWorld


def reserved(world: ValueWorld, account_id: int, amount_minor: int, key: str = "key/1") -> int:
    reservation_id = world.moved(world.reserve(account_id, amount_minor, key)).reservation_id
    assert reservation_id is not None
    return reservation_id


def redeem(reservation_id: int, amount_minor: int, key: str = "key/2") -> RedeemStoredValue:
    return RedeemStoredValue(reservation_id=reservation_id, amount_minor=amount_minor, request_key=key)


def give_back(reservation_id: int, amount_minor: int, key: str = "key/3") -> GiveBackStoredValue:
    return GiveBackStoredValue(reservation_id=reservation_id, amount_minor=amount_minor, request_key=key)


def test_the_code_of_a_card_is_not_kept_but_finds_it(world: ValueWorld) -> None:
    code = new_code()
    account_id = world.card(5000, code)

    kept_text = str([world.contents(), world.merchant.rows("select t::text from engine_command t")])
    assert code not in kept_text
    assert code.replace("-", "") not in kept_text
    with world.engine.reader() as reader:
        found = account_by_code(reader, f" {code.lower()} ".replace("-", " "))
        assert found is not None
        assert (found.id, found.last_four, found.available_minor) == (account_id, code[-4:], 5000)
        assert account_by_code(reader, new_code()) is None


def test_codes_are_long_and_not_mistaken() -> None:
    codes = {new_code() for _ in range(200)}
    assert len(codes) == 200
    assert all(len(code) == 19 and not set("01IO") & set(code) for code in codes)


def test_value_is_set_aside_taken_in_parts_and_the_rest_is_free_again(world: ValueWorld) -> None:
    account_id = world.card(5000)

    reservation_id = reserved(world, account_id, 4000)
    assert world.figures(account_id) == (5000, 4000)
    world.moved(redeem(reservation_id, 1500, "key/2"))
    world.moved(redeem(reservation_id, 1000, "key/3"))
    assert world.figures(account_id) == (2500, 1500)
    world.moved(ReleaseStoredValue(reservation_id=reservation_id))
    assert world.figures(account_id) == (2500, 0)
    world.moved(give_back(reservation_id, 2500, "key/4"))

    assert world.figures(account_id) == (5000, 0)
    assert world.movements(account_id) == [
        ("issue", "sold", "customer", 5000),
        ("redeem", "customer", "orders", 1500),
        ("redeem", "customer", "orders", 1000),
        ("give_back", "orders", "customer", 2500),
    ]


def test_more_than_there_is_is_refused(world: ValueWorld) -> None:
    account_id = world.card(5000)
    reservation_id = reserved(world, account_id, 4000)

    def left(command: Command) -> int:
        problem = world.refused(command)
        assert isinstance(problem, NotEnoughValue)
        return problem.left_minor

    assert left(world.reserve(account_id, 1001, "key/9")) == 1000
    assert left(redeem(reservation_id, 4001)) == 4000
    assert left(give_back(reservation_id, 1)) == 0
    world.moved(redeem(reservation_id, 3000))
    assert left(redeem(reservation_id, 1001, "key/4")) == 1000
    assert left(give_back(reservation_id, 3001)) == 3000


def test_what_was_done_under_a_key_is_not_done_again(world: ValueWorld) -> None:
    account_id = world.card(5000)
    commands: list[Command] = [world.reserve(account_id, 4000)]
    reservation_id = reserved(world, account_id, 4000)
    commands += [redeem(reservation_id, 1500), give_back(reservation_id, 500)]
    for command in commands[1:]:
        world.moved(command)
    world.moved(ReleaseStoredValue(reservation_id=reservation_id))
    before = world.contents()

    for command in (*commands, ReleaseStoredValue(reservation_id=reservation_id)):
        (outcome,) = world.ask(command)
        assert isinstance(outcome, Replayed)

    assert world.contents() == before


def test_a_key_that_another_account_has_used_is_refused(world: ValueWorld) -> None:
    first, other = world.card(5000), world.card(5000)
    ours, theirs = reserved(world, first, 4000, "key/a"), reserved(world, other, 4000, "key/b")
    world.moved(redeem(ours, 1500, "key/4"))
    for command in (world.reserve(other, 4000, "key/a"), world.reserve(99, 1, "key/a"), redeem(theirs, 1500, "key/4")):
        assert isinstance(world.refused(command), KeyReused)


def test_an_account_pays_in_its_own_currency_only(world: ValueWorld) -> None:
    account_id = world.card()

    problem = world.refused(world.reserve(account_id, 100, currency="EUR"))

    assert problem == OtherCurrency(account_id=account_id, account_currency="GBP", wanted_currency="EUR")


def test_unknown_things_are_not_found(world: ValueWorld) -> None:
    assert isinstance(world.refused(world.reserve(99, 100)), NotFound)
    for command in (redeem(99, 1), give_back(99, 1), ReleaseStoredValue(reservation_id=99)):
        assert isinstance(world.refused(command), NotFound)
    assert isinstance(world.refused(GrantStoreCredit(customer_id=99, currency="GBP", amount_minor=1)), NotFound)


@pytest.mark.parametrize(
    "wrong",
    [
        {"code_hash": "7KQM-2XPA-9HTD-C4VN"},
        {"last_four": "C4"},
        {"amount_minor": 0},
        {"currency": "XXX"},
    ],
)
def test_a_card_that_makes_no_sense_is_refused(world: ValueWorld, wrong: dict[str, object]) -> None:
    code = kept(new_code())
    fields = {
        "code_hash": code.code_hash,
        "last_four": code.last_four,
        "currency": "GBP",
        "amount_minor": 100,
        **wrong,
    }
    assert isinstance(world.refused(IssueGiftCard(**fields)), InvalidInput)  # type: ignore[arg-type]


def test_a_code_stands_for_one_card(world: ValueWorld) -> None:
    code = kept(new_code())
    command = IssueGiftCard(code_hash=code.code_hash, last_four=code.last_four, currency="GBP", amount_minor=100)

    first, second = world.ask(command, command)

    assert isinstance(first, Completed)
    assert isinstance(second, Refused)
    assert isinstance(world.refused(command), InvalidInput)


def test_a_customer_has_one_credit_in_each_currency(world: ValueWorld) -> None:
    customer_id = world.merchant.customer()

    first = world.credit(customer_id, 1000)
    second = world.credit(customer_id, 500)
    euros = world.credit(customer_id, 300, "EUR")

    assert (first.account_id, second.balance_minor) == (second.account_id, 1500)
    assert euros.account_id != first.account_id
    with world.engine.reader() as reader:
        credit = store_credit_of(reader, customer_id)
        assert [(row.currency, row.balance_minor) for row in credit] == [("EUR", 300), ("GBP", 1500)]
        assert [row.kind for row in movements_of(reader, first.account_id)] == ["grant", "grant"]


def test_a_refund_without_a_customer_cannot_be_credit(world: ValueWorld) -> None:
    order_id = world.order()
    command = CreditRefund(order_id=order_id, currency="GBP", amount_minor=100, request_key="key/1")

    assert world.refused(command) == NoCustomer(order_id=order_id)


def test_value_expires_but_not_what_is_set_aside(world: ValueWorld) -> None:
    ends = world.engine.clock() + timedelta(days=30)
    account_id, other = world.card(5000, expires_at=ends), world.card(700)
    reservation_id = reserved(world, account_id, 4000)
    world.later(30)

    (outcome,) = world.ask(ExpireStoredValue())

    assert isinstance(outcome, Completed)
    assert outcome.result == ValueExpiry(expired=1)
    assert (world.figures(account_id), world.figures(other)) == ((4000, 4000), (700, 0))
    assert world.refused(world.reserve(account_id, 1, "key/9")) == ValueHasExpired(
        account_id=account_id, expired_at=ends
    )
    world.moved(redeem(reservation_id, 4000))
    world.moved(give_back(reservation_id, 1000))
    assert reserved(world, account_id, 1000, "key/8")


def test_the_liability_is_what_all_movements_come_to(world: ValueWorld) -> None:
    customer_id = world.merchant.customer()
    world.credit(customer_id, 1000)
    account_id = world.card(5000)
    reservation_id = reserved(world, account_id, 4000)
    world.moved(redeem(reservation_id, 4000))
    world.moved(give_back(reservation_id, 500))

    cards, credit = world.liability()

    assert (cards.kind, cards.accounts, cards.issued_minor, cards.redeemed_minor) == ("gift_card", 1, 5000, 4000)
    assert (cards.given_back_minor, cards.outstanding_minor) == (500, 1500)
    assert (credit.kind, credit.outstanding_minor) == ("store_credit", 1000)


def test_redemptions_at_once_take_exactly_the_balance(world: ValueWorld) -> None:
    """50.00 on the card, 20 orders of 10.00 at the same time: five get it."""
    account_id = world.card(5000)

    def pay(number: int) -> bool:
        (outcome,) = world.engine.execute([world.reserve(account_id, 1000, f"key/{number}")], actor=SYSTEM)
        if not isinstance(outcome, Completed):
            return False
        reservation_id = outcome.result.reservation_id  # type: ignore[attr-defined]
        (taken,) = world.engine.execute([redeem(reservation_id, 1000, f"take/{number}")], actor=SYSTEM)
        return isinstance(taken, Completed)

    with ThreadPoolExecutor(8) as pool:
        paid = list(pool.map(pay, range(20)))

    assert sum(paid) == 5
    assert world.figures(account_id) == (0, 0)
    assert len(world.movements(account_id)) == 6


def test_one_key_at_once_moves_once(world: ValueWorld) -> None:
    account_id = world.card(5000)
    reservation_id = reserved(world, account_id, 4000)
    command = redeem(reservation_id, 1000)

    with ThreadPoolExecutor(4) as pool:
        outcomes = list(pool.map(lambda _: world.engine.execute([command], actor=SYSTEM)[0], range(8)))

    assert sum(isinstance(outcome, Completed) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, Replayed) for outcome in outcomes) == 7
    assert world.figures(account_id) == (4000, 3000)

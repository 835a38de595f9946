"""Gift cards, store credit, and orders paid with them."""

from datetime import timedelta
from typing import Any

from ordino.adapters.gateways.stored_value import STORED_VALUE, StoreCreditGateway, StoredValueGateway, account_token
from ordino.kernel.messages import Command
from ordino.payments.gateway import register_gateway
from ordino.payments.rows import STORE_CREDIT
from ordino.stored_value.codes import kept, new_code
from ordino.stored_value.commands import (
    GrantStoreCredit,
    IssueGiftCard,
    ReserveStoredValue,
    ValueMoved,
)
from ordino.stored_value.queries import Liability, liability
from tests.payments.till import Till
from tests.support.merchant import Merchant

TABLES = ("stored_value_account", "stored_value_reservation", "stored_value_movement", "engine_event")


class ValueWorld(Till):
    """A till whose stored value gateways work on the test's database."""

    def __init__(self, merchant: Merchant) -> None:
        super().__init__(merchant)
        register_gateway(STORED_VALUE, StoredValueGateway(merchant.engine))
        register_gateway(STORE_CREDIT, StoreCreditGateway(merchant.engine))

    def card(self, amount_minor: int = 5000, code: str = "", **terms: Any) -> int:
        """A gift card in pounds; its account."""
        code_kept = kept(code or new_code())
        command = IssueGiftCard(
            code_hash=code_kept.code_hash,
            last_four=code_kept.last_four,
            currency="GBP",
            amount_minor=amount_minor,
            **terms,
        )
        return self.moved(command).account_id

    def credit(self, customer_id: int, amount_minor: int, currency: str = "GBP") -> ValueMoved:
        return self.moved(GrantStoreCredit(customer_id=customer_id, currency=currency, amount_minor=amount_minor))

    def reserve(self, account_id: int, amount_minor: int, key: str = "key/1", **terms: Any) -> ReserveStoredValue:
        fields = {"order_id": 1, "payment_id": 1, "currency": "GBP", **terms}
        return ReserveStoredValue(account_id=account_id, amount_minor=amount_minor, request_key=key, **fields)

    def pay(self, order_id: int, account_id: int, amount_minor: int) -> int:
        return self.authorize(order_id, amount_minor, STORED_VALUE, method="gift_card", token=account_token(account_id))

    def moved(self, command: Command) -> ValueMoved:
        result = self.merchant.completed(command).result
        assert isinstance(result, ValueMoved)
        return result

    def figures(self, account_id: int) -> tuple[int, int]:
        """Balance, and what of it is set aside."""
        ((balance, reserved),) = self.merchant.rows(
            "select balance_minor, reserved_minor from stored_value_account where id = %s", account_id
        )
        return int(balance), int(reserved)

    def movements(self, account_id: int) -> list[tuple[Any, ...]]:
        return self.merchant.rows(
            "select kind, from_account, to_account, amount_minor from stored_value_movement where account_id = %s order by id",
            account_id,
        )

    def liability(self) -> list[Liability]:
        with self.engine.reader() as reader:
            return liability(reader)

    def later(self, days: int) -> None:
        self.engine.clock.set(self.engine.clock() + timedelta(days=days))

    def contents(self) -> dict[str, list[tuple[Any, ...]]]:
        return {table: self.merchant.rows(f"select t::text from {table} t order by 1") for table in TABLES}

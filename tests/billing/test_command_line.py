"""`ordino bank` as a person runs it."""

from pathlib import Path

from tests.billing.test_transfers import booked, owe, transfer
from tests.billing.world import BillingMerchant
from tests.cli.running import ordino
from tests.support.database import TestDatabase


def test_what_is_left_of_a_transfer_is_shown_given_and_sent_back(
    merchant: BillingMerchant, database: TestDatabase, tmp_path: Path
) -> None:
    customer_id = merchant.customer("Ada", credit_limit_minor=10**6)
    left = booked(merchant, transfer(customer_id, 2500)).transfer_id
    order_id = owe(merchant, customer_id, "10.00")

    def run(*words: str) -> str:
        done = ordino("bank", *words, data_directory=tmp_path, ORDINO_DATABASE_URL=database.url)
        assert done.returncode == 0, done.stderr
        return " ".join((done.stdout + done.stderr).split())

    assert "25.00 GBP 0.00 0.00 25.00" in run("list", "--open")
    assert run("allocate", str(left)) == f"Transfer {left}: pays orders {order_id}; 15.00 GBP are left."
    assert run("give-back", str(left), "15.00", "--currency", "GBP") == f"Transfer {left}: 0.00 GBP are left."
    assert "25.00 GBP 10.00 15.00 0.00" in run("list", "--customer", str(customer_id))
    assert run("list", "--open").endswith("There is none.")
    again = ordino("bank", "allocate", str(left), data_directory=tmp_path, ORDINO_DATABASE_URL=database.url)
    assert again.returncode == 2
    assert "Nothing is left" in again.stderr

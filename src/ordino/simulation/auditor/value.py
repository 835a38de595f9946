"""Gift cards and store credit as an outside observer reckons them: what is on each account, and what of it is set aside."""

from ordino.engine import Reader, Statements
from ordino.kernel.messages import Event, Record
from ordino.simulation.auditor.findings import Findings
from ordino.stored_value import events as told

SQL = Statements("ordino.simulation.auditor")


class AccountRow(Record, frozen=True):
    account_id: int
    balance_minor: int
    reserved_minor: int


class Account:
    """What an account comes to."""

    def __init__(self) -> None:
        self.balance = self.reserved = 0


class ValueModel:
    """All accounts; `touched` are those that something happened to since they were compared last."""

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self.accounts: dict[int, Account] = {}
        self.touched: set[int] = set()

    def see(self, event: Event) -> None:
        """M3, M14: nobody spends what is not there, and nobody gets what nobody gave."""
        if not isinstance(event, told.ValueEvent):
            return
        account = self.accounts.get(event.account_id) or self.accounts.setdefault(event.account_id, Account())
        self.touched.add(event.account_id)
        match event:
            case told.ValueIssued() | told.ValueGivenBack():
                account.balance += event.amount_minor
            case told.ValueReserved():
                account.reserved += event.amount_minor
            case told.ValueRedeemed():
                account.balance -= event.amount_minor
                account.reserved -= event.amount_minor
            case told.ValueReleased():
                account.reserved -= event.amount_minor
            case told.ValueExpired():
                account.balance -= event.amount_minor
        if not 0 <= account.reserved <= account.balance:
            thing = f"account {event.account_id}, set aside"
            self._findings.add("M3", thing, f"0 to {account.balance}", account.reserved)

    def compare(self, reader: Reader) -> None:
        """E6: the rows of what was touched say what the events come to."""
        touched, self.touched = self.touched, set()
        if not touched:
            return
        rows = {
            row.account_id: row
            for row in reader.fetch(SQL.select_value_accounts, AccountRow, account_ids=sorted(touched))
        }
        for account_id in sorted(touched):
            account, row = self.accounts[account_id], rows.get(account_id) or AccountRow(account_id, 0, 0)
            self._findings.expect("E6", f"account {account_id}, balance", account.balance, row.balance_minor)
            self._findings.expect("E6", f"account {account_id}, set aside", account.reserved, row.reserved_minor)

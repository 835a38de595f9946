"""The states of a customer. `RegisterCustomer` begins one; merging leaves one that stands for the others."""

from ordino.kernel.lifecycle import Lifecycle, Move
from ordino.parties.rows import CustomerRow

KNOWN, MERGED = "known", "merged"

CUSTOMER = Lifecycle(
    "customer",
    states=(KNOWN, MERGED),
    initial=(KNOWN,),
    final=(MERGED,),
    moves=(
        *(Move(KNOWN, command, KNOWN) for command in ("SetCreditTerms", "GiveConsent", "WithdrawConsent")),
        Move(KNOWN, "MergeCustomers", KNOWN, "stands for others"),
        Move(KNOWN, "MergeCustomers", MERGED, "into another"),
    ),
)


def state_of(customer: CustomerRow) -> str:
    """The state of a customer, from what it was merged into."""
    return KNOWN if customer.merged_into_id is None else MERGED

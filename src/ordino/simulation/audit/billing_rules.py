"""Rules about documents and what settles them."""

from ordino.simulation.audit.billed_shares import compare_billed_shares
from ordino.simulation.audit.checks import ByRange, Rule, at_once, by_range
from ordino.simulation.audit.scope import SQL

BILLING_RULES = (
    Rule(
        "M5",
        "Captured money is booked",
        "orders",
        "what was captured less what was refunded with what was booked as received less what was booked as paid out",
        by_range(SQL.m5_money_is_booked),
    ),
    Rule(
        "M5",
        "Money and documents settle each other",
        "documents",
        "what of receipts, payouts, invoices and credit notes is settled with their allocations",
        by_range(SQL.m5_settlements_are_sums),
    ),
    Rule(
        "M5",
        "Orders know what their documents come to",
        "orders",
        "an order's invoiced, open and credited money with its documents",
        by_range(SQL.m5_document_facts),
    ),
    Rule(
        "M5",
        "Transfers are divided over orders",
        "documents",
        "what of a bank transfer was given to orders with its parts, and these with the payments they became",
        at_once(SQL.m5_transfers_are_divided),
    ),
    Rule(
        "M8",
        "Documents carry the shares of their units",
        "documents",
        "tax and total of each line of a document with the frozen shares of its units",
        lambda: ByRange(compare_billed_shares),
    ),
    Rule(
        "M10",
        "Documents are the sum of their parts",
        "documents",
        "net, tax and total of a document with its lines and with its tax groups",
        by_range(SQL.m10_documents_add_up),
    ),
    Rule(
        "M10",
        "Tax groups are the sum of their lines",
        "documents",
        "each tax group of a document with the lines of its code and rate",
        by_range(SQL.m10_tax_groups),
    ),
    Rule(
        "M12",
        "Numbers of documents have no gap",
        "documents",
        "the numbers of each series with 1 to the last one drawn",
        at_once(SQL.m12_numbers_without_gap),
    ),
    Rule(
        "M12",
        "Documents are as they were issued",
        "documents",
        "number, total and tax of a document with the event that issued it",
        by_range(SQL.m12_documents_are_as_issued),
    ),
    Rule(
        "M12",
        "Units are invoiced once and credited at most once",
        "documents",
        "the units on invoices with the first units of their line, and the units credited with those invoiced",
        by_range(SQL.m12_units_once),
    ),
)

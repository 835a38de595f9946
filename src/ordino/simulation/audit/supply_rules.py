"""Rules about goods that are bought."""

from ordino.procurement.lifecycle import PURCHASE_ORDER, SUPPLIER_INVOICE
from ordino.simulation.audit.checks import Rule, at_once
from ordino.simulation.audit.scope import SQL

SUPPLY_RULES = (
    Rule(
        "Supply",
        "Received stays within ordered and tolerance",
        "purchase order lines",
        "a line's received and refused units with its receipts, and with what was ordered and tolerated",
        at_once(SQL.supply_received_within_tolerance),
    ),
    Rule(
        "Supply",
        "Receipts are the movements of stock",
        "receipts",
        "accepted units of a receipt with the movements that name it, from the supplier to its location",
        at_once(SQL.supply_receipts_are_movements),
    ),
    Rule(
        "Supply",
        "Purchase orders are in the state their units have reached",
        "purchase orders",
        "a purchase order's state with what has come of its lines, and with its life cycle",
        at_once(SQL.supply_orders_in_their_state, states=list(PURCHASE_ORDER.states)),
    ),
    Rule(
        "Supply",
        "Suppliers' invoices are what their lines come to",
        "supplier invoices",
        "total, expected amount and state of an invoice with its lines, invoiced units of order lines with all invoices",
        at_once(SQL.supply_invoices_matched, states=list(SUPPLIER_INVOICE.states)),
    ),
)

-- name: lock_order_ids
-- Locks orders in the order of their numbers, with whose they are and how they are paid.
select orders.id, orders.currency, coalesce(customer.merged_into_id, orders.customer_id), orders.payment_terms
from orders_order orders
left join parties_customer customer on customer.id = orders.customer_id
where orders.id = any(%(order_ids)s)
order by orders.id
for no key update of orders

-- name: select_open_items
-- What of the orders waits to be settled, the oldest first: receipts, payouts, invoices and credit notes.
select 'invoice', id, order_id, open_minor, paid_minor > 0
from billing_invoice where order_id = any(%(order_ids)s) and open_minor > 0
union all
select 'credit_note', id, order_id, open_minor, false
from billing_credit_note where order_id = any(%(order_ids)s) and open_minor > 0
union all
select 'receipt', id, order_id, unallocated_minor, false
from billing_receipt where order_id = any(%(order_ids)s) and unallocated_minor > 0
union all
select 'payout', id, order_id, unsettled_minor, false
from billing_payout where order_id = any(%(order_ids)s) and unsettled_minor > 0
order by 3, 2

-- name: insert_allocations
-- What settles what.
insert into billing_allocation (order_id, receipt_id, payout_id, invoice_id, credit_note_id, amount_minor, allocated_at)
select r.order_id, r.receipt_id, r.payout_id, r.invoice_id, r.credit_note_id, r.amount_minor, %(now)s
from json_to_recordset(%(rows)s::json) as r(
    order_id bigint, receipt_id bigint, payout_id bigint, invoice_id bigint, credit_note_id bigint, amount_minor bigint)

-- name: settle_invoices
-- Adds what was paid of invoices and set off against them.
update billing_invoice invoice
set paid_minor = invoice.paid_minor + r.matched_minor, set_off_minor = invoice.set_off_minor + r.set_off_minor
from json_to_recordset(%(rows)s::json) as r(id bigint, matched_minor bigint, set_off_minor bigint)
where invoice.id = r.id

-- name: settle_credit_notes
-- Adds what was paid out on credit notes and set off against invoices.
update billing_credit_note note
set paid_out_minor = note.paid_out_minor + r.matched_minor, set_off_minor = note.set_off_minor + r.set_off_minor
from json_to_recordset(%(rows)s::json) as r(id bigint, matched_minor bigint, set_off_minor bigint)
where note.id = r.id

-- name: use_receipts
-- Adds what of receipts paid invoices and what was given back.
update billing_receipt receipt
set allocated_minor = receipt.allocated_minor + r.matched_minor,
    given_back_minor = receipt.given_back_minor + r.set_off_minor
from json_to_recordset(%(rows)s::json) as r(id bigint, matched_minor bigint, set_off_minor bigint)
where receipt.id = r.id

-- name: use_payouts
-- Adds what of payouts settled credit notes and what gave receipts back.
update billing_payout payout
set settled_minor = payout.settled_minor + r.matched_minor, given_back_minor = payout.given_back_minor + r.set_off_minor
from json_to_recordset(%(rows)s::json) as r(id bigint, matched_minor bigint, set_off_minor bigint)
where payout.id = r.id

-- name: select_captures
-- The captures that are booked already.
select receipt.capture_id, receipt.order_id, receipt.amount_minor, receipt.unallocated_minor
from billing_receipt receipt where receipt.capture_id = any(%(capture_ids)s)

-- name: insert_receipts
-- Money that came in.
insert into billing_receipt (
    id, order_id, customer_id, payment_id, capture_id, amount_minor, allocated_minor, given_back_minor, received_at)
select r.id, r.order_id, r.customer_id, r.payment_id, r.capture_id, r.amount_minor, r.allocated_minor, r.given_back_minor, %(now)s
from json_to_recordset(%(rows)s::json) as r(
    id bigint, order_id bigint, customer_id bigint, payment_id bigint, capture_id bigint, amount_minor bigint,
    allocated_minor bigint, given_back_minor bigint)

-- name: select_refunds
-- The refunds that are booked already.
select payout.refund_id, payout.order_id, payout.amount_minor, payout.unsettled_minor
from billing_payout payout where payout.refund_id = any(%(refund_ids)s)

-- name: insert_payouts
-- Money that went back.
insert into billing_payout (id, order_id, refund_id, amount_minor, settled_minor, given_back_minor, paid_at)
select r.id, r.order_id, r.refund_id, r.amount_minor, r.settled_minor, r.given_back_minor, %(now)s
from json_to_recordset(%(rows)s::json) as r(
    id bigint, order_id bigint, refund_id bigint, amount_minor bigint, settled_minor bigint, given_back_minor bigint)

-- name: set_states
-- Changes the decided state of orders, and counts the changes.
update orders_order o set state = r.state, version = o.version + r.changes
from json_to_recordset(%(rows)s::json) as r(order_id bigint, state text, changes bigint) where o.id = r.order_id

-- name: set_totals
-- Writes what an order comes to after a change, and where it goes.
update orders_order o set total_minor = r.total_minor, ship_to = coalesce(r.ship_to, o.ship_to)
from json_to_recordset(%(rows)s::json) as r(order_id bigint, total_minor bigint, ship_to jsonb) where o.id = r.order_id

-- name: set_payment_due
-- Says by when orders are to be paid.
update orders_order o set payment_due_at = r.payment_due_at
from json_to_recordset(%(rows)s::json) as r(order_id bigint, payment_due_at timestamptz) where o.id = r.order_id

-- name: set_priorities
-- Changes which orders go first.
update orders_order o set priority = r.priority, version = o.version + r.changes
from json_to_recordset(%(rows)s::json) as r(order_id bigint, priority integer, changes bigint) where o.id = r.order_id

-- name: select_people
-- Who orders are for, and what else a part of them takes along.
select id, customer_name, email, payment_due_at, bill_to::text, note from orders_order where id = any(%(order_ids)s)

-- name: select_lines
-- The lines of orders with their buckets and frozen money.
select order_id, number, sku_id, sku, description, bundle, quantity_scale, shippable, ordered, canceled, unsourced, backordered,
    allocated, released, picked, packed, shipped, delivered, unit_price, goods_minor, discount_minor, amount_minor, tax_category,
    tax_rate, tax_minor, return_expected, returned, written_off
from orders_line where order_id = any(%(order_ids)s) order by order_id, number

-- name: select_charges
-- The charges of orders, part by part.
select order_id, number, charge_number, kind, label, amount_minor, tax_category, tax_rate, tax_minor, canceled
from orders_charge where order_id = any(%(order_ids)s) order by order_id, number

-- name: cancel_charges
-- Waives charges.
update orders_charge c set canceled = true
from json_to_recordset(%(rows)s::json) as r(order_id bigint, charge_number integer)
where c.order_id = r.order_id and c.charge_number = r.charge_number

-- name: choose_skus
-- Says which SKU lines with an unknown one mean.
update orders_line l set sku_id = r.sku_id, sku = r.sku, shippable = r.shippable
from json_to_recordset(%(rows)s::json) as r(
    order_id bigint, line_number integer, sku_id bigint, sku text, shippable boolean)
where l.order_id = r.order_id and l.number = r.line_number

-- name: select_open_holds
-- The open holds of orders.
select id, order_id, line_number, scope, reason, detail, owner, due_at
from orders_hold where order_id = any(%(order_ids)s) and state = 'open' order by id

-- name: close_holds
-- Closes open holds, with who, when and why.
update orders_hold h set state = r.state, closed_by = %(closed_by)s, closed_at = %(now)s, note = r.note
from json_to_recordset(%(rows)s::json) as r(id bigint, state text, note text) where h.id = r.id and h.state = 'open'

-- name: assign_holds
-- Gives holds an owner and a due time.
update orders_hold h set owner = r.owner, due_at = r.due_at
from json_to_recordset(%(rows)s::json) as r(id bigint, owner text, due_at timestamptz) where h.id = r.id and h.state = 'open'

-- name: select_unpaid
-- Which of the orders have run out of time to pay while their payment hold is open.
select o.id from orders_order o
where o.id = any(%(order_ids)s) and o.payment_due_at <= %(now)s
    and exists (select from orders_hold h where h.order_id = o.id and h.reason = 'payment' and h.state = 'open')

-- name: select_due_unpaid
-- The next placed orders whose time to pay has run out while their payment hold is open, for the sweeper.
select o.id from orders_order o
where o.state = 'placed' and o.payment_due_at <= %(now)s
    and exists (select from orders_hold h where h.order_id = o.id and h.reason = 'payment' and h.state = 'open')
order by o.payment_due_at, o.id limit %(limit)s

-- name: set_payment_facts
-- What was authorized, captured and refunded for orders; what stays is not written again.
update orders_order o
set authorized_minor = r.authorized_minor, captured_minor = r.captured_minor, refunded_minor = r.refunded_minor
from json_to_recordset(%(rows)s::json) as r(
    order_id bigint, authorized_minor bigint, captured_minor bigint, refunded_minor bigint)
where o.id = r.order_id
    and (o.authorized_minor, o.captured_minor, o.refunded_minor)
        is distinct from (r.authorized_minor, r.captured_minor, r.refunded_minor)

-- name: set_document_facts
-- What was invoiced for orders, what is open of it, and what was credited; what stays is not written again.
update orders_order o
set invoiced_minor = r.invoiced_minor, invoice_open_minor = r.invoice_open_minor, credited_minor = r.credited_minor
from json_to_recordset(%(rows)s::json) as r(
    order_id bigint, invoiced_minor bigint, invoice_open_minor bigint, credited_minor bigint)
where o.id = r.order_id
    and (o.invoiced_minor, o.invoice_open_minor, o.credited_minor)
        is distinct from (r.invoiced_minor, r.invoice_open_minor, r.credited_minor)

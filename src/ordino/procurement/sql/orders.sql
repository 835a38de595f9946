-- name: lock_purchase_orders
-- Purchase orders with their supplier and location, locked in the order of their keys.
select bought.id, bought.supplier_id, supplier.code, bought.location_id, location.code, bought.state, bought.answer,
    bought.currency, bought.tolerance_percent, bought.note
from procurement_purchase_order bought
join procurement_supplier supplier on supplier.id = bought.supplier_id
join network_location location on location.id = bought.location_id
where bought.id = any(%(ids)s::bigint[])
order by bought.id
for no key update of bought

-- name: select_lines
-- The lines of locked purchase orders.
select purchase_order_id, number, sku_id, sku, quantity_scale, supplier_code, unit_price, lead_time_days, quantity,
    tolerance_quantity, expected_at, received_quantity, refused_quantity, invoiced_quantity
from procurement_line where purchase_order_id = any(%(ids)s::bigint[])
order by purchase_order_id, number

-- name: insert_purchase_orders
-- Begins purchase orders.
insert into procurement_purchase_order (
    id, supplier_id, location_id, state, currency, tolerance_percent, reference, drafted_at)
select id, supplier_id, location_id, state, currency, tolerance_percent, reference, %(now)s
from json_to_recordset(%(rows)s::json) as r(
    id bigint, supplier_id bigint, location_id bigint, state text, currency text, tolerance_percent numeric,
    reference text)

-- name: insert_lines
-- What is ordered.
insert into procurement_line (
    purchase_order_id, number, sku_id, sku, quantity_scale, supplier_code, unit_price, lead_time_days, quantity,
    tolerance_quantity, expected_at)
select purchase_order_id, number, sku_id, sku, quantity_scale, supplier_code, unit_price, lead_time_days, quantity,
    tolerance_quantity, expected_at
from json_to_recordset(%(rows)s::json) as r(
    purchase_order_id bigint, number integer, sku_id bigint, sku text, quantity_scale integer, supplier_code text,
    unit_price numeric, lead_time_days integer, quantity bigint, tolerance_quantity bigint, expected_at timestamptz)

-- name: update_purchase_orders
-- States what became of locked purchase orders; their moments are those of the first such state.
update procurement_purchase_order bought
set state = r.state, answer = r.answer, note = r.note,
    sent_at = case when r.state = any(%(before_sending)s::text[]) then bought.sent_at
        else coalesce(bought.sent_at, %(now)s::timestamptz) end,
    ended_at = case when r.state = any(%(final_states)s::text[]) then coalesce(bought.ended_at, %(now)s::timestamptz) end
from json_to_recordset(%(rows)s::json) as r(id bigint, state text, answer text, note text)
where bought.id = r.id

-- name: update_lines
-- States what became of the lines of locked purchase orders; checks refuse what cannot be.
update procurement_line line
set expected_at = r.expected_at, received_quantity = r.received_quantity, refused_quantity = r.refused_quantity,
    invoiced_quantity = r.invoiced_quantity
from json_to_recordset(%(rows)s::json) as r(
    purchase_order_id bigint, number integer, expected_at timestamptz, received_quantity bigint, refused_quantity bigint,
    invoiced_quantity bigint)
where line.purchase_order_id = r.purchase_order_id and line.number = r.number

-- name: select_announced
-- Expected receipts that stand for lines of locked purchase orders, and what is still to come of them.
select incoming.reference, incoming.id, incoming.quantity - incoming.received_quantity
from json_to_recordset(%(wanted)s::json) as r(sku_id bigint, reference text)
join inventory_incoming incoming on incoming.sku_id = r.sku_id and incoming.reference = r.reference
    and incoming.state = 'expected'

-- name: insert_receipts
-- Goods that arrived.
insert into procurement_receipt (id, purchase_order_id, location_id, reference, received_by, received_at)
select id, purchase_order_id, location_id, reference, %(received_by)s, %(now)s
from json_to_recordset(%(rows)s::json) as r(id bigint, purchase_order_id bigint, location_id bigint, reference text)

-- name: insert_receipt_lines
-- What was accepted and refused of them.
insert into procurement_receipt_line (receipt_id, line_number, accepted, refused)
select receipt_id, line_number, accepted, refused
from json_to_recordset(%(rows)s::json) as r(receipt_id bigint, line_number integer, accepted bigint, refused bigint)

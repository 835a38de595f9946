-- name: select_order_ids
-- The orders that returns belong to; returns never change their order.
select distinct order_id from returns_return where id = any(%(ids)s::bigint[])

-- name: lock_returns
-- Locks returns in the order of their number.
select id, order_id, state, restocking_fee_percent, shipping_paid_by, refund_shipping, needs_inspection, refund_to,
    expected_days, expected_until, label_number, tracking_number, note
from returns_return where id = any(%(ids)s::bigint[])
order by id
for no key update

-- name: select_return_lines
-- The lines of locked returns.
select return_id, line_number, sku_id, sku, reason, quantity, expected, received, restocked, refurbished, scrapped,
    to_vendor, sent_back, accepted, refunded, replaced
from returns_line where return_id = any(%(ids)s::bigint[])
order by return_id, line_number

-- name: select_receipts
-- Where the units of locked returns came in.
select receipt.return_id, receipt.line_number, receipt.location_id, location.code, receipt.received, receipt.inspected
from returns_receipt receipt
join network_location location on location.id = receipt.location_id
where receipt.return_id = any(%(ids)s::bigint[])
order by receipt.return_id, receipt.line_number, receipt.location_id

-- name: insert_returns
-- Begins returns under the terms of the day.
insert into returns_return (
    id, order_id, state, requested_by, override_reason, restocking_fee_percent, shipping_paid_by, refund_shipping,
    needs_inspection, refund_to, expected_days, expected_until, requested_at)
select id, order_id, 'requested', requested_by, override_reason, restocking_fee_percent, shipping_paid_by, refund_shipping,
    needs_inspection, refund_to, expected_days, %(now)s::timestamptz + make_interval(days => expected_days), %(now)s
from json_to_recordset(%(rows)s::json) as r(
    id bigint, order_id bigint, requested_by text, override_reason text, restocking_fee_percent numeric,
    shipping_paid_by text, refund_shipping boolean, needs_inspection boolean, refund_to text, expected_days integer)

-- name: insert_return_lines
-- The units that are asked back.
insert into returns_line (return_id, line_number, order_id, sku_id, sku, reason, comment, quantity)
select return_id, line_number, order_id, sku_id, sku, reason, comment, quantity
from json_to_recordset(%(rows)s::json) as r(
    return_id bigint, line_number integer, order_id bigint, sku_id bigint, sku text, reason text, comment text,
    quantity bigint)

-- name: update_returns
-- States what became of locked returns; the moment of the end is that of the first final state.
update returns_return asked
set state = r.state, expected_until = r.expected_until, label_number = r.label_number,
    tracking_number = r.tracking_number, note = r.note,
    closed_at = case when r.state = any(%(final_states)s::text[]) then %(now)s::timestamptz end
from json_to_recordset(%(rows)s::json) as r(
    id bigint, state text, expected_until timestamptz, label_number text, tracking_number text, note text)
where asked.id = r.id

-- name: update_return_lines
-- States how far the units of locked returns have come; checks refuse what cannot be.
update returns_line line
set expected = r.expected, received = r.received, restocked = r.restocked, refurbished = r.refurbished,
    scrapped = r.scrapped, to_vendor = r.to_vendor, sent_back = r.sent_back, accepted = r.accepted,
    refunded = r.refunded, replaced = r.replaced
from json_to_recordset(%(rows)s::json) as r(
    return_id bigint, line_number integer, expected bigint, received bigint, restocked bigint, refurbished bigint,
    scrapped bigint, to_vendor bigint, sent_back bigint, accepted bigint, refunded bigint, replaced bigint)
where line.return_id = r.return_id and line.line_number = r.line_number

-- name: add_receipts
-- Counts what came in, and what was inspected of it, at a location.
insert into returns_receipt (return_id, line_number, location_id, received, inspected)
select return_id, line_number, location_id, received, inspected
from json_to_recordset(%(rows)s::json) as r(
    return_id bigint, line_number integer, location_id bigint, received bigint, inspected bigint)
on conflict (return_id, line_number, location_id) do update
set received = excluded.received, inspected = excluded.inspected

-- name: insert_refunds
-- Money that was decided to go back.
insert into returns_refund (
    id, return_id, order_id, goods_minor, charges_minor, fee_minor, refund_minor, refund_to, decided_by, decided_at)
select id, return_id, order_id, goods_minor, charges_minor, fee_minor, refund_minor, refund_to, %(decided_by)s, %(now)s
from json_to_recordset(%(rows)s::json) as r(
    id bigint, return_id bigint, order_id bigint, goods_minor bigint, charges_minor bigint, fee_minor bigint,
    refund_minor bigint, refund_to text)

-- name: insert_refund_lines
-- The units it goes back for; the key refuses a unit that was refunded before.
insert into returns_refund_line (refund_id, order_id, line_number, already, quantity, total_minor, tax_minor)
select refund_id, order_id, line_number, already, quantity, total_minor, tax_minor
from json_to_recordset(%(rows)s::json) as r(
    refund_id bigint, order_id bigint, line_number integer, already bigint, quantity bigint, total_minor bigint,
    tax_minor bigint)

-- name: insert_refund_charges
-- The charges it goes back for; the key refuses a charge that was refunded before.
insert into returns_refund_charge (refund_id, order_id, charge_number, total_minor, tax_minor)
select refund_id, order_id, charge_number, total_minor, tax_minor
from json_to_recordset(%(rows)s::json) as r(
    refund_id bigint, order_id bigint, charge_number integer, total_minor bigint, tax_minor bigint)

-- name: upsert_policies
-- Sets the policy of a channel, or that of all others.
insert into returns_policy (
    channel_id, window_days, expected_days, restocking_fee_percent, shipping_paid_by, refund_shipping,
    not_returnable_skus, not_returnable_categories, approve_automatically, needs_inspection, refund_to, updated_at)
select r.channel_id, r.window_days, r.expected_days, r.restocking_fee_percent, r.shipping_paid_by, r.refund_shipping,
    r.not_returnable_skus, r.not_returnable_categories, r.approve_automatically, r.needs_inspection, r.refund_to, %(now)s
from json_to_recordset(%(rows)s::json) as r(
    channel_id bigint, window_days integer, expected_days integer, restocking_fee_percent numeric, shipping_paid_by text,
    refund_shipping boolean, not_returnable_skus jsonb, not_returnable_categories jsonb, approve_automatically boolean,
    needs_inspection boolean, refund_to text)
on conflict (channel_id) do update set
    window_days = excluded.window_days, expected_days = excluded.expected_days,
    restocking_fee_percent = excluded.restocking_fee_percent, shipping_paid_by = excluded.shipping_paid_by,
    refund_shipping = excluded.refund_shipping, not_returnable_skus = excluded.not_returnable_skus,
    not_returnable_categories = excluded.not_returnable_categories,
    approve_automatically = excluded.approve_automatically, needs_inspection = excluded.needs_inspection,
    refund_to = excluded.refund_to, updated_at = excluded.updated_at

-- name: select_exchanged
-- Those of the returns that were exchanged.
select return_id from returns_exchange where return_id = any(%(ids)s::bigint[])

-- name: insert_exchanges
-- The credit that is to pay a new order.
insert into returns_exchange (return_id, refund_id, credit_minor)
select return_id, refund_id, credit_minor
from json_to_recordset(%(rows)s::json) as r(return_id bigint, refund_id bigint, credit_minor bigint)

-- name: lock_exchanges
-- Exchanges of locked returns with the orders that were placed for them.
select exchange.return_id, exchange.credit_minor, exchange.used_minor, placed.id, placed.total_minor
from returns_exchange exchange
join returns_return asked on asked.id = exchange.return_id
join orders_order original on original.id = asked.order_id
join orders_order placed on placed.channel_id = original.channel_id
    and placed.external_reference = 'exchange/' || exchange.return_id
where exchange.return_id = any(%(ids)s::bigint[])
order by exchange.return_id
for no key update of exchange

-- name: settle_exchanges
-- How much of a credit paid which order.
update returns_exchange exchange
set new_order_id = r.new_order_id, used_minor = r.used_minor
from json_to_recordset(%(rows)s::json) as r(return_id bigint, new_order_id bigint, used_minor bigint)
where exchange.return_id = r.return_id

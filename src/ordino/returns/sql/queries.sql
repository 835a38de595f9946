-- name: select_return_page
-- A page of returns, the newest first.
select asked.id, asked.order_id, asked.state, orders.customer_name, units.quantity, units.received, orders.currency,
    coalesce((select sum(refund_minor) from returns_refund where return_id = asked.id), 0)::bigint,
    asked.requested_at, asked.expected_until, asked.label_number
from returns_return asked
join orders_order orders on orders.id = asked.order_id
cross join lateral (
    select sum(quantity)::bigint as quantity, sum(received)::bigint as received
    from returns_line where return_id = asked.id
) as units
where asked.state = any(%(states)s::text[]) and asked.id < %(before_id)s
    and (%(since)s::timestamptz is null or asked.requested_at >= %(since)s)
    and (%(before)s::timestamptz is null or asked.requested_at < %(before)s)
    and (%(order_id)s::bigint is null or asked.order_id = %(order_id)s)
    and (%(customer_id)s::bigint is null or orders.customer_id = %(customer_id)s)
    and (%(channel)s::text is null or orders.channel_id = (select id from network_channel where code = %(channel)s))
order by asked.id desc
limit %(limit)s

-- name: select_return_head
-- One return with its terms.
select asked.id, asked.order_id, asked.state, asked.requested_by, asked.override_reason, asked.restocking_fee_percent,
    asked.shipping_paid_by, asked.refund_shipping, asked.needs_inspection, asked.refund_to, asked.expected_until,
    asked.label_number, asked.tracking_number, asked.note, orders.currency, asked.requested_at, asked.closed_at
from returns_return asked
join orders_order orders on orders.id = asked.order_id
where asked.id = %(return_id)s

-- name: select_line_views
-- The lines of a return.
select line.line_number, line.sku, ordered.description, line.reason, line.comment, line.quantity, line.expected,
    line.received, line.restocked, line.refurbished, line.scrapped, line.to_vendor, line.sent_back, line.accepted,
    line.refunded, line.replaced
from returns_line line
join orders_line ordered on ordered.order_id = line.order_id and ordered.number = line.line_number
where line.return_id = %(return_id)s
order by line.line_number

-- name: select_receipt_views
-- Where the units of a return came in.
select receipt.line_number, location.code, receipt.received, receipt.inspected
from returns_receipt receipt
join network_location location on location.id = receipt.location_id
where receipt.return_id = %(return_id)s
order by receipt.line_number, location.code

-- name: select_refund_views
-- What was decided to go back for a return.
select id, goods_minor, charges_minor, fee_minor, refund_minor, refund_to, decided_by, decided_at
from returns_refund where return_id = %(return_id)s
order by id

-- name: select_terms_of_order
-- The channel an order came from, and whether its prices include tax.
select channel_id, prices_include_tax from orders_order where id = %(order_id)s

-- name: select_due_returns
-- Returns whose units should have come by now.
select id from returns_return
where state in ('requested', 'approved', 'in_transit', 'partially_received') and expected_until <= %(now)s
order by expected_until, id
limit %(limit)s

-- name: select_unsettled_exchanges
-- Exchanged returns whose credit has not been used.
select return_id from returns_exchange where new_order_id is null order by return_id limit %(limit)s

-- name: select_habitual_returners
-- Customers by the part of their delivered units that came back.
select orders.customer_id, max(orders.customer_name), count(distinct orders.id), sum(line.delivered)::bigint,
    sum(line.returned)::bigint, round(100.0 * sum(line.returned) / sum(line.delivered), 2)
from orders_order orders
join orders_line line on line.order_id = orders.id
where orders.customer_id is not null and orders.placed_at >= %(since)s
group by orders.customer_id
having sum(line.delivered) >= %(minimum_units)s and sum(line.returned) > 0
order by 6 desc, 5 desc, 1
limit %(limit)s

-- name: select_return_reasons
-- Why units came back, by reason and SKU.
select line.reason, line.sku, count(distinct line.return_id), sum(line.quantity)::bigint
from returns_line line
join returns_return asked on asked.id = line.return_id
where asked.requested_at >= %(since)s and (%(skus)s::text[] is null or line.sku = any(%(skus)s::text[]))
group by line.reason, line.sku
order by 4 desc, line.reason, line.sku
limit %(limit)s

-- name: select_label_of_return
-- Where the parcel of a return that is on its way or may set out goes: from the customer to where the goods came from.
select asked.id, asked.order_id, asked.label_number, orders.ship_to::text, shipment.location_id
from returns_return asked
join orders_order orders on orders.id = asked.order_id
join lateral (
    select delivered.location_id
    from delivery_shipment delivered
    join delivery_line line on line.shipment_id = delivered.id
    join returns_line wanted on wanted.return_id = asked.id and wanted.line_number = line.line_number
    where delivered.order_id = asked.order_id and delivered.handed_over_at is not null
    order by delivered.id
    limit 1
) as shipment on true
where asked.id = %(return_id)s and asked.state in ('approved', 'in_transit', 'partially_received')

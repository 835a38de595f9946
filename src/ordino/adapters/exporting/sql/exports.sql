-- name: export_orders
-- Orders with their money and statuses, the oldest first.
select o.id as order_id, c.code as channel, o.external_reference, o.state, o.fulfillment_status, o.payment_status,
    o.invoice_status, o.return_status, o.version, o.placed_at, o.customer_id, o.customer_name, o.email, o.currency,
    o.goods_minor, o.discount_minor, o.shipping_minor, o.fee_minor, o.tax_minor, o.total_minor, o.captured_minor,
    o.refunded_minor, o.invoiced_minor, o.credited_minor, o.ship_to ->> 'recipient' as recipient,
    o.ship_to ->> 'city' as city, o.ship_to ->> 'postal_code' as postal_code, o.ship_to ->> 'country' as country
from orders_order o join network_channel c on c.id = o.channel_id
where (%(only_channel)s::text is null or c.code = %(only_channel)s)
    and (%(since)s::timestamptz is null or o.placed_at >= %(since)s)
    and (%(before)s::timestamptz is null or o.placed_at < %(before)s)
order by o.id

-- name: export_order_lines
-- Lines of orders with their money and where their units are.
select l.order_id, l.number as line_number, c.code as channel, o.placed_at, l.sku, l.description, l.bundle, l.quantity_scale,
    l.ordered, l.canceled, l.unsourced, l.backordered, l.allocated, l.released, l.picked, l.packed, l.shipped, l.delivered,
    l.returned, l.written_off, o.currency, l.unit_price, l.goods_minor, l.discount_minor, l.amount_minor, l.tax_category,
    l.tax_rate, l.tax_minor
from orders_line l join orders_order o on o.id = l.order_id join network_channel c on c.id = o.channel_id
where (%(only_channel)s::text is null or c.code = %(only_channel)s)
    and (%(since)s::timestamptz is null or o.placed_at >= %(since)s)
    and (%(before)s::timestamptz is null or o.placed_at < %(before)s)
order by l.order_id, l.number

-- name: export_stock
-- How much of each SKU stands at each location.
select sku.code as sku, sku.name, location.code as location, level.on_hand, level.reserved, level.allocated, level.unavailable,
    level.safety_stock
from inventory_level level
join catalog_sku sku on sku.id = level.sku_id join network_location location on location.id = level.location_id
order by sku.code, location.code

-- name: export_documents
-- Invoices and credit notes.
select d.document, d.number, d.kind, d.order_id, c.code as channel, d.state, d.currency, d.total_minor, d.tax_minor,
    d.open_minor, d.issued_on, d.due_on
from (
    select 'invoice' as document, number, kind, order_id, state, currency, total_minor, tax_minor, open_minor, issued_on, issued_at,
        due_on
    from billing_invoice
    union all
    select 'credit_note', number, kind, order_id, state, currency, total_minor, tax_minor, open_minor, issued_on, issued_at, null
    from billing_credit_note
) d
join orders_order o on o.id = d.order_id join network_channel c on c.id = o.channel_id
where (%(only_channel)s::text is null or c.code = %(only_channel)s)
    and (%(since)s::timestamptz is null or d.issued_at >= %(since)s)
    and (%(before)s::timestamptz is null or d.issued_at < %(before)s)
order by d.issued_at, d.document desc, d.number

-- name: export_events
-- The journal's events in their order.
select position, stream, sequence, kind, data::text as data, recorded_at
from engine_event
where %(only_channel)s::text is null
    and (%(since)s::timestamptz is null or recorded_at >= %(since)s)
    and (%(before)s::timestamptz is null or recorded_at < %(before)s)
order by position

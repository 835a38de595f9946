-- name: e2_streams_without_gap
-- Streams whose events are not numbered 1..n, each number once.
select concat('stream ', stream.name), 'sequence', concat('1 to ', stream.events),
    concat(stream.lowest, ' to ', stream.highest,
        case when stream.numbers < stream.events then ', some twice' else '' end,
        coalesce(', without ' || (
            select string_agg(missing::text, ', ')
            from (
                select missing from generate_series(1, stream.highest) as missing
                where not exists (
                    select from engine_event event where event.stream = stream.name and event.sequence = missing)
                order by missing limit 5
            ) as first_missing
        ), ''))
from (
    select event.stream as name, count(*) as events, count(distinct event.sequence) as numbers,
        min(event.sequence) as lowest, max(event.sequence) as highest
    from engine_event event group by event.stream
    having count(*) <> max(event.sequence) or min(event.sequence) <> 1 or count(distinct event.sequence) <> count(*)
) as stream
order by stream.name

-- name: e1_orders_have_their_event
-- Orders of a range whose stream does not begin with being placed or drafted.
select concat('order ', orders.id), 'first event', case when orders.state = 'draft' then 'OrderDrafted'
    else 'OrderPlaced or OrderDrafted' end, coalesce(event.kind, 'none')
from orders_order orders
left join engine_event event on event.stream = 'order/' || orders.id and event.sequence = 1
where orders.id between %(first)s and %(last)s
    and coalesce(event.kind, '') not in ('OrderPlaced', 'OrderDrafted')
order by orders.id

-- name: e1_events_have_their_order
-- Streams of orders that do not exist.
select concat('stream ', event.stream), 'order', 'an order', 'none'
from engine_event event
where event.sequence = 1 and event.stream ~ '^order/[0-9]+$'
    and not exists (select from orders_order orders where orders.id = substr(event.stream, 7)::bigint)
order by event.position

-- name: e6_versions_as_told
-- Orders of a range whose version is not the one that the last event about them says.
select concat('order ', orders.id), 'version', told.version, orders.version::text
from orders_order orders
cross join lateral (
    select case event.data ->> 'order_id' when orders.id::text then event.data ->> 'order_version'
        else event.data ->> 'from_order_version' end as version
    from engine_event event
    where event.stream = 'order/' || orders.id and event.kind = any(%(kinds)s::text[])
        and orders.id::text in (event.data ->> 'order_id', event.data ->> 'from_order_id')
    order by event.sequence desc limit 1
) told
where orders.id between %(first)s and %(last)s and orders.version::text <> coalesce(told.version, '0')
order by orders.id

-- name: e3_events_belong_to_a_command
-- Events whose command is not in the journal.
select concat('event ', event.position, ' of ', event.stream), 'command', concat('command ', event.command_id), 'none'
from engine_event event
where not exists (select from engine_command command where command.id = event.command_id)
order by event.position

-- name: select_order_events
-- The events of a range of orders, each order's in their order.
select orders.id, event.position, event.kind, event.data::text
from orders_order orders
join engine_event event on event.stream = 'order/' || orders.id
where orders.id between %(first)s and %(last)s
order by orders.id, event.sequence

-- name: select_stock_events
-- The next events of stock, in the order of the journal.
select event.position, event.kind, event.data::text
from engine_event event
where event.position > %(after)s and event.stream like 'stock/%%'
order by event.position limit %(size)s

-- name: select_orders
-- The orders of a range as they stand.
select id, state, channel_id, external_reference, customer_id, currency, placed_at, ship_complete, maximum_parcels, out_of_stock,
    placed_total_minor, total_minor, priority, ship_to::text
from orders_order where id between %(first)s and %(last)s order by id

-- name: select_lines
-- The lines of a range of orders: what was agreed, and their buckets.
select order_id, number, sku_id, sku, bundle, quantity_scale, ordered, unit_price, goods_minor, discount_minor, amount_minor,
    tax_category, tax_rate, tax_minor, shippable, canceled, unsourced, backordered, allocated, released, picked, packed, shipped
from orders_line where order_id between %(first)s and %(last)s order by order_id, number

-- name: select_holds
-- The holds of a range of orders.
select order_id, id, state from orders_hold where order_id between %(first)s and %(last)s order by order_id, id

-- name: select_promises
-- The promises of a range of orders.
select order_id, line_number, part, quantity, source, ship_by, deliver_by, incoming_id, location_id, transfer_id
from sourcing_promise where order_id between %(first)s and %(last)s order by order_id, line_number, part

-- name: select_levels
-- All levels by their codes; what is reserved beyond its time counts as free.
select location.code, sku.code, level.on_hand, level.unavailable, level.allocated,
    (level.reserved - coalesce((
        select sum(reservation.quantity) from inventory_reservation reservation
        where reservation.sku_id = level.sku_id and reservation.location_id = level.location_id
            and reservation.state = 'active' and reservation.expires_at <= %(now)s
    ), 0))::bigint,
    level.safety_stock
from inventory_level level
join catalog_sku sku on sku.id = level.sku_id
join network_location location on location.id = level.location_id
order by level.location_id, level.sku_id

-- name: select_codes
-- The codes of SKUs and locations by their keys.
select 'sku', id, code from catalog_sku
union all
select 'location', id, code from network_location

-- name: select_incoming
-- What has been received of expected receipts, and their state.
select id, received_quantity, state from inventory_incoming order by id

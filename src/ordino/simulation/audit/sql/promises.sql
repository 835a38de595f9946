-- name: p1_lines_are_promised
-- Lines of a range of orders whose promises do not cover exactly what they hold and what they wait for.
select concat('order ', line.order_id, ' line ', line.number), figure.name, figure.expected::text, figure.found::text
from orders_line line
left join (
    select order_id, line_number, sum(quantity) filter (where source = 'stock') as from_stock,
        sum(quantity) filter (where source <> 'stock') as waiting
    from sourcing_promise where order_id between %(first)s and %(last)s group by order_id, line_number
) as promise on promise.order_id = line.order_id and promise.line_number = line.number
cross join lateral (values
    ('promised from stock',
        case when line.shippable and line.sku_id is not null
            then line.allocated + line.released + line.picked + line.packed + line.shipped else 0 end,
        coalesce(promise.from_stock, 0)),
    ('promised while waiting', line.backordered, coalesce(promise.waiting, 0))
) as figure(name, expected, found)
where line.order_id between %(first)s and %(last)s and figure.expected <> figure.found
order by line.order_id, line.number, figure.name

-- name: p1_promised_where_allocated
-- Allocations of a range of orders of which fewer units are promised from their location; what has left is still promised.
select
    concat('order ', allocation.order_id, ' line ', allocation.line_number),
    concat('promised from location ', allocation.location_id), concat('at least ', allocation.quantity),
    coalesce(promised.quantity, 0)::text
from inventory_allocation allocation
left join (
    select order_id, line_number, location_id, sum(quantity) as quantity from sourcing_promise
    where order_id between %(first)s and %(last)s and source = 'stock' group by order_id, line_number, location_id
) as promised using (order_id, line_number, location_id)
where allocation.order_id between %(first)s and %(last)s and allocation.quantity > coalesce(promised.quantity, 0)
order by allocation.order_id, allocation.line_number, allocation.location_id

-- name: p1_promises_have_their_line
-- Promises of a range of orders for lines that do not exist, or whose parts are not numbered from 1.
select concat('order ', promise.order_id, ' line ', promise.line_number), figure.name, figure.expected, figure.found
from (
    select order_id, line_number, count(*) as parts, max(part) as last_part, min(part) as first_part
    from sourcing_promise where order_id between %(first)s and %(last)s group by order_id, line_number
) as promise
left join orders_line line on line.order_id = promise.order_id and line.number = promise.line_number
cross join lateral (values
    ('promise', 'a line', case when line.order_id is null then 'none' else 'a line' end),
    ('parts', concat('1 to ', promise.parts), concat(promise.first_part, ' to ', promise.last_part))
) as figure(name, expected, found)
where figure.expected <> figure.found
order by promise.order_id, promise.line_number, figure.name

-- name: p2_promises_from_incoming_supply
-- Promises of a range of orders that count on supply that does not come, is of another SKU, or comes later than they say.
select concat('order ', promise.order_id, ' line ', promise.line_number, ' part ', promise.part), figure.name, figure.expected,
    figure.found
from sourcing_promise promise
join orders_line line on line.order_id = promise.order_id and line.number = promise.line_number
left join inventory_incoming incoming on incoming.id = promise.incoming_id
left join network_location location on location.id = incoming.location_id
left join catalog_sku sku on sku.id = incoming.sku_id
cross join lateral (values
    ('incoming ' || promise.incoming_id, 'expected', coalesce(incoming.state, 'none'),
        incoming.state is not distinct from 'expected'),
    ('incoming ' || promise.incoming_id, line.sku, coalesce(sku.code, 'none'),
        incoming.id is null or incoming.sku_id is not distinct from line.sku_id),
    ('ship_by', 'not before ' || (incoming.expected_at at time zone location.time_zone)::date, promise.ship_by::text,
        incoming.state is distinct from 'expected'
            or promise.ship_by >= (incoming.expected_at at time zone location.time_zone)::date)
) as figure(name, expected, found, holds)
where promise.order_id between %(first)s and %(last)s and promise.source = 'incoming' and not figure.holds
order by promise.order_id, promise.line_number, promise.part, figure.name

-- name: p2_supply_promised_once
-- Expected receipts of which more was promised than is to come.
select concat('incoming ', incoming.id), 'promised',
    concat('at most ', incoming.quantity - incoming.received_quantity), promised.quantity::text
from inventory_incoming incoming
join (
    select incoming_id, sum(quantity) as quantity from sourcing_promise where incoming_id is not null group by incoming_id
) as promised on promised.incoming_id = incoming.id
where incoming.state = 'expected' and promised.quantity > incoming.quantity - incoming.received_quantity
order by incoming.id

-- name: p1_promised_days_in_order
-- Promises of a range of orders that are delivered before they are shipped, or from stock without a day.
select concat('order ', promise.order_id, ' line ', promise.line_number, ' part ', promise.part), figure.name, figure.expected,
    figure.found
from sourcing_promise promise
cross join lateral (values
    ('deliver_by', 'not before ' || promise.ship_by, promise.deliver_by::text, promise.deliver_by >= promise.ship_by),
    ('ship_by', 'a day', 'none', promise.source = 'unknown' or promise.ship_by is not null)
) as figure(name, expected, found, holds)
where promise.order_id between %(first)s and %(last)s and not figure.holds
order by promise.order_id, promise.line_number, promise.part, figure.name

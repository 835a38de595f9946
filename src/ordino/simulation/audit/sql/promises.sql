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

-- name: p2_promises_from_supply
-- Promises of a range of orders that count on a receipt or a transfer that does not come, is of another SKU, or comes later than
-- they say.
select concat('order ', promise.order_id, ' line ', promise.line_number, ' part ', promise.part), figure.name, figure.expected,
    figure.found
from sourcing_promise promise
join orders_line line on line.order_id = promise.order_id and line.number = promise.line_number
left join lateral (
    select state, sku_id, location_id, expected_at from inventory_incoming where id = promise.incoming_id
    union all
    select transfer.state, sent.sku_id, transfer.to_location_id, transfer.expected_at
    from inventory_transfer transfer
    join inventory_transfer_line sent on sent.transfer_id = transfer.id and sent.sku_id = line.sku_id
    where transfer.id = promise.transfer_id
) as supply on true
cross join lateral (values (case promise.source when 'transit' then 'in_transit' else 'expected' end)) as coming(state)
left join network_location location on location.id = supply.location_id
left join catalog_sku sku on sku.id = supply.sku_id
cross join lateral (values
    (concat(promise.source, ' ', coalesce(promise.incoming_id, promise.transfer_id)), coming.state,
        coalesce(supply.state, 'none'), supply.state is not distinct from coming.state),
    (concat(promise.source, ' ', coalesce(promise.incoming_id, promise.transfer_id)), line.sku, coalesce(sku.code, 'none'),
        supply.sku_id is null or supply.sku_id is not distinct from line.sku_id),
    ('ship_by', 'not before ' || (supply.expected_at at time zone location.time_zone)::date, promise.ship_by::text,
        supply.state is distinct from coming.state
            or promise.ship_by >= (supply.expected_at at time zone location.time_zone)::date)
) as figure(name, expected, found, holds)
where promise.order_id between %(first)s and %(last)s and promise.source in ('incoming', 'transit') and not figure.holds
order by promise.order_id, promise.line_number, promise.part, figure.name

-- name: p2_supply_promised_once
-- Expected receipts and transfers on their way of which more was promised than is to come.
with supply as (
    select concat('incoming ', id) as name, id as incoming_id, null::bigint as transfer_id, sku_id,
        quantity - received_quantity as to_come
    from inventory_incoming where state = 'expected'
    union all
    select concat('transit ', transfer.id, ' of ', sku.code), null, transfer.id, sent.sku_id,
        sent.quantity - sent.received_quantity - sent.lost_quantity
    from inventory_transfer transfer
    join inventory_transfer_line sent on sent.transfer_id = transfer.id
    join catalog_sku sku on sku.id = sent.sku_id
    where transfer.state = 'in_transit'
)
select supply.name, 'promised', concat('at most ', supply.to_come), promised.quantity::text
from supply
join (
    select promise.incoming_id, promise.transfer_id, case when promise.transfer_id is null then null else line.sku_id end as sku_id,
        sum(promise.quantity) as quantity
    from sourcing_promise promise
    join orders_line line on line.order_id = promise.order_id and line.number = promise.line_number
    where promise.incoming_id is not null or promise.transfer_id is not null
    group by 1, 2, 3
) as promised on promised.incoming_id = supply.incoming_id
    or (promised.transfer_id = supply.transfer_id and promised.sku_id = supply.sku_id)
where promised.quantity > supply.to_come
order by supply.name

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

-- name: p3_orders_say_their_first_day
-- Orders of a range whose first day to leave is not the first of their promises.
select concat('order ', orders.id), 'ship_by', coalesce(promised.ship_by::text, 'none'), coalesce(orders.ship_by::text, 'none')
from orders_order orders
left join (
    select order_id, min(ship_by) as ship_by from sourcing_promise
    where order_id between %(first)s and %(last)s group by order_id
) as promised on promised.order_id = orders.id
where orders.id between %(first)s and %(last)s and orders.ship_by is distinct from promised.ship_by
order by orders.id

-- name: select_waiting_orders
-- The open orders that wait for the SKUs, the first in precedence for each SKU, at most so many.
select distinct waiting.order_id
from (
    select
        line.order_id,
        row_number() over (
            partition by line.sku_id
            order by orders.priority desc, promise.deliver_by nulls last, orders.placed_at, orders.id
        ) as place
    from orders_line line
    join orders_order orders on orders.id = line.order_id and orders.state in ('placed', 'confirmed')
    left join lateral (
        select max(deliver_by) as deliver_by from sourcing_promise
        where order_id = line.order_id and line_number = line.number and source <> 'stock'
    ) as promise on true
    where line.sku_id = any(%(sku_ids)s::bigint[]) and line.backordered > 0
) as waiting
where waiting.place <= %(maximum)s

-- name: select_levels_of_skus
-- Where the SKUs may be sourced from, without a lock: what a channel's buffer is reckoned with.
select
    level.sku_id, level.location_id, level.on_hand, level.reserved, level.allocated, level.unavailable,
    level.safety_stock
from inventory_level level
join network_location location on location.id = level.location_id and location.active and location.fulfills
where level.sku_id = any(%(sku_ids)s::bigint[])

-- name: select_fillable
-- Where a SKU is available at a fulfilling location and somebody waits for it.
select sku.code, location.code, (level.on_hand - level.reserved - level.allocated - level.unavailable
    - level.safety_stock)::bigint
from (select distinct sku_id from orders_line where backordered > 0 and sku_id is not null) as waiting
join inventory_level level on level.sku_id = waiting.sku_id
    and level.on_hand - level.reserved - level.allocated - level.unavailable > level.safety_stock
join network_location location on location.id = level.location_id and location.active and location.fulfills
join catalog_sku sku on sku.id = waiting.sku_id
order by sku.code, location.code
limit %(limit)s

-- name: select_orders_of_level
-- The orders that hold units of a level.
select distinct order_id
from inventory_allocation
join (
    select distinct sku_id, location_id
    from json_to_recordset(%(pairs)s::json) as r(sku_id bigint, location_id bigint)
) as wanted using (sku_id, location_id)

-- name: lock_orders
-- Locks orders in the order of their numbers.
select id from orders_order where id = any(%(order_ids)s::bigint[]) order by id for no key update

-- name: lock_free_orders
-- Locks those orders that nobody is changing, in the order of their numbers, without waiting for the others.
select id from orders_order where id = any(%(order_ids)s::bigint[]) order by id for no key update skip locked

-- name: lock_free_levels
-- Locks those levels that nobody is changing, without waiting for the others.
select
    level.sku_id, level.location_id, level.on_hand, level.reserved, level.allocated, level.unavailable,
    level.safety_stock
from inventory_level level
join (
    select distinct sku_id, location_id
    from json_to_recordset(%(pairs)s::json) as r(sku_id bigint, location_id bigint)
) as wanted using (sku_id, location_id)
order by level.sku_id, level.location_id
for no key update of level skip locked

-- name: select_lines
-- The lines of locked orders with what decides their precedence, terms and destination.
select
    line.order_id, line.number, line.sku_id, line.sku, line.unsourced, line.backordered, line.allocated,
    line.allocated + line.released + line.picked + line.packed,
    orders.channel_id, orders.placed_at, orders.priority, orders.ship_complete, orders.maximum_parcels, orders.state,
    coalesce(orders.ship_to ->> 'country', ''), promise.deliver_by
from orders_line line
join orders_order orders on orders.id = line.order_id
left join lateral (
    select max(deliver_by) as deliver_by from sourcing_promise
    where order_id = line.order_id and line_number = line.number and source <> 'stock'
) as promise on true
where line.order_id = any(%(order_ids)s::bigint[]) and line.sku_id is not null
order by line.order_id, line.number

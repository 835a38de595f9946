-- name: lock_orders
-- Locks orders in the order of their numbers.
select id, state, ship_complete from orders_order where id = any(%(order_ids)s::bigint[]) order by id for no key update

-- name: select_holds
-- The open holds of orders that keep their units from going on.
select order_id, reason, line_number
from orders_hold
where order_id = any(%(order_ids)s::bigint[]) and state = 'open' and scope in ('order', 'line', 'fulfillment_order')
order by order_id, id

-- name: select_incomplete
-- Which of the orders have units that wait for stock.
select distinct order_id
from orders_line
where order_id = any(%(order_ids)s::bigint[]) and shippable and unsourced + backordered > 0

-- name: select_free_units
-- The allocated units of orders that no fulfillment order has taken up or is planned for, location by location.
select allocation.order_id, allocation.line_number, allocation.location_id, location.code, allocation.sku_id, line.sku,
    (allocation.quantity - allocation.in_fulfillment - coalesce(planned.quantity, 0))::bigint
from inventory_allocation allocation
join orders_line line on line.order_id = allocation.order_id and line.number = allocation.line_number
join network_location location on location.id = allocation.location_id
left join (
    select f.order_id, f.location_id, part.line_number, sum(part.quantity) as quantity
    from fulfillment_order f
    join fulfillment_line part on part.fulfillment_order_id = f.id
    where f.order_id = any(%(order_ids)s::bigint[]) and f.state = 'planned'
    group by f.order_id, f.location_id, part.line_number
) as planned on planned.order_id = allocation.order_id and planned.location_id = allocation.location_id
    and planned.line_number = allocation.line_number
where allocation.order_id = any(%(order_ids)s::bigint[])
    and allocation.quantity - allocation.in_fulfillment > coalesce(planned.quantity, 0)
order by allocation.order_id, allocation.location_id, allocation.line_number

-- name: insert_fulfillment_orders
-- Begins fulfillment orders.
insert into fulfillment_order (id, order_id, location_id, method, state, created_at, released_at)
select id, order_id, location_id, method, state, %(now)s::timestamptz,
    case when state = 'released' then %(now)s::timestamptz end
from json_to_recordset(%(rows)s::json) as r(
    id bigint, order_id bigint, location_id bigint, method text, state text)

-- name: insert_lines
-- What fulfillment orders are to fulfill.
insert into fulfillment_line (fulfillment_order_id, line_number, sku_id, quantity)
select fulfillment_order_id, line_number, sku_id, quantity
from json_to_recordset(%(rows)s::json) as r(
    fulfillment_order_id bigint, line_number integer, sku_id bigint, quantity bigint)

-- name: lock_fulfillment_orders
-- Locks fulfillment orders and, before each, its order, in the order of their numbers.
select f.id, f.order_id, f.location_id, location.code, f.method, f.state, f.pick_batch_id
from fulfillment_order f
join orders_order o on o.id = f.order_id
join network_location location on location.id = f.location_id
where f.id = any(%(ids)s::bigint[])
order by o.id, f.id
for no key update of o, f

-- name: select_orders_fulfilled
-- The fulfillment orders of locked orders that are in one of the states.
select f.id, f.order_id, f.location_id, location.code, f.method, f.state, f.pick_batch_id
from fulfillment_order f
join network_location location on location.id = f.location_id
where f.order_id = any(%(order_ids)s::bigint[]) and f.state = any(%(states)s::text[])
order by f.order_id, f.id

-- name: select_lines
-- The lines of fulfillment orders.
select line.fulfillment_order_id, line.line_number, line.sku_id, sku.code, line.quantity, line.picked, line.packed,
    line.shipped, line.short, line.withdrawn
from fulfillment_line line
join catalog_sku sku on sku.id = line.sku_id
where line.fulfillment_order_id = any(%(ids)s::bigint[])
order by line.fulfillment_order_id, line.line_number

-- name: select_holds_of_fulfillment_orders
-- The open holds of the orders of fulfillment orders that keep their units from going on.
select hold.order_id, hold.reason, hold.line_number
from orders_hold hold
where hold.order_id in (select order_id from fulfillment_order where id = any(%(ids)s::bigint[]))
    and hold.state = 'open' and hold.scope in ('order', 'line', 'fulfillment_order')
order by hold.order_id, hold.id

-- name: select_line_buckets
-- How many units of the lines of locked orders are allocated, and released.
select order_id, number, allocated, released from orders_line where order_id = any(%(order_ids)s::bigint[])

-- name: update_lines
-- States how far the lines of locked fulfillment orders are.
update fulfillment_line line
set quantity = r.quantity, picked = r.picked, packed = r.packed, shipped = r.shipped, short = r.short,
    withdrawn = r.withdrawn
from json_to_recordset(%(rows)s::json) as r(
    fulfillment_order_id bigint, line_number integer, quantity bigint, picked bigint, packed bigint, shipped bigint,
    short bigint, withdrawn bigint)
where line.fulfillment_order_id = r.fulfillment_order_id and line.line_number = r.line_number

-- name: set_states
-- States what became of locked fulfillment orders.
update fulfillment_order f
set state = r.state, pick_batch_id = r.pick_batch_id,
    released_at = case when r.state = 'released' then coalesce(f.released_at, %(now)s::timestamptz) else f.released_at end
from json_to_recordset(%(rows)s::json) as r(id bigint, state text, pick_batch_id bigint)
where f.id = r.id

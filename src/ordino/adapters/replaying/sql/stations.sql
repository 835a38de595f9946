-- name: select_uncovered
-- Orders of which money is neither captured nor set aside; 0 is the key of no payment.
select id, 0::bigint, total_minor - captured_minor - authorized_minor
from orders_order
where id = any(%(order_ids)s::bigint[]) and state in ('placed', 'confirmed')
    and total_minor > captured_minor + authorized_minor
order by id

-- name: select_unreleased
-- Confirmed orders with allocated units that no location has begun with.
select distinct line.order_id, line.order_id, 0::bigint
from orders_line line
join orders_order orders on orders.id = line.order_id and orders.state = 'confirmed'
where line.order_id = any(%(order_ids)s::bigint[]) and line.allocated > 0 and line.shippable
order by line.order_id

-- name: select_unpicked
-- Fulfillment orders that are released.
select order_id, id, 0::bigint
from fulfillment_order
where order_id = any(%(order_ids)s::bigint[]) and state = 'released'
order by order_id, id

-- name: select_unpacked
-- Fulfillment orders whose picked units are not packed.
select order_id, id, 0::bigint
from fulfillment_order
where order_id = any(%(order_ids)s::bigint[]) and state = 'picking'
order by order_id, id

-- name: select_unshipped
-- Fulfillment orders that stand packed.
select order_id, id, 0::bigint
from fulfillment_order
where order_id = any(%(order_ids)s::bigint[]) and state = 'packed'
order by order_id, id

-- name: select_undelivered
-- Shipments that are on their way.
select order_id, id, 0::bigint
from delivery_shipment
where order_id = any(%(order_ids)s::bigint[]) and state in ('handed_over', 'in_transit', 'out_for_delivery')
order by order_id, id

-- name: select_booked_orders
-- What orders have come to in the books.
select count(*), count(*) filter (where state = 'completed'), coalesce(sum(total_minor), 0)::bigint,
    coalesce(sum(invoiced_minor), 0)::bigint, coalesce(sum(captured_minor), 0)::bigint
from orders_order
where id = any(%(order_ids)s::bigint[])

-- name: move_quantities
-- Moves units of lines between buckets; the sum of the changes of a line is zero, and checks refuse a bucket below zero.
update orders_line l set
    canceled = l.canceled + r.canceled, unsourced = l.unsourced + r.unsourced, backordered = l.backordered + r.backordered,
    allocated = l.allocated + r.allocated, released = l.released + r.released, picked = l.picked + r.picked,
    packed = l.packed + r.packed, shipped = l.shipped + r.shipped
from json_to_recordset(%(rows)s::json) as r(
    order_id bigint, number integer, canceled bigint, unsourced bigint, backordered bigint, allocated bigint,
    released bigint, picked bigint, packed bigint, shipped bigint)
where l.order_id = r.order_id and l.number = r.number
returning l.number

-- name: derive_statuses
-- Derives the fulfillment status of orders from the sums of their lines' buckets.
update orders_order o set fulfillment_status = case
        when sums.open_units = 0 then 'canceled'
        when sums.delivered = sums.open_units then 'delivered'
        when sums.shipped = sums.open_units then 'shipped'
        when sums.shipped > 0 then 'partial'
        when sums.in_work > 0 then 'in_progress'
        when sums.allocated = sums.open_units then 'allocated'
        when sums.allocated > 0 then 'partially_allocated'
        when sums.backordered = sums.open_units then 'backordered'
        else 'unsourced' end
from (
    select l.order_id, sum(l.ordered - l.canceled) as open_units, sum(l.delivered) as delivered, sum(l.shipped) as shipped,
        sum(l.released + l.picked + l.packed) as in_work, sum(l.allocated) as allocated, sum(l.backordered) as backordered
    from orders_line l where l.order_id = any(%(order_ids)s) group by l.order_id
) as sums
where o.id = sums.order_id
returning o.id

-- name: lock_orders
-- Locks orders in the order of their number and answers what deciding a change needs.
select o.id, o.state, o.version, o.channel_id, (select c.code from network_channel c where c.id = o.channel_id), o.customer_id,
    o.currency, o.prices_include_tax, o.payment_terms, o.priority, o.total_minor, o.ship_to::text, o.fulfillment_status,
    o.placed_at, o.ship_complete, o.maximum_parcels, o.out_of_stock
from orders_order o where o.id = any(%(order_ids)s) order by o.id for no key update of o

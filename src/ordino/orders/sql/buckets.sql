-- name: move_quantities
-- Moves units of lines between buckets; the sum of the changes of a line is zero, and checks refuse a bucket below zero.
-- Answers the lines that do not exist.
with asked as materialized (
    select * from json_to_recordset(%(rows)s::json) as r(
        order_id bigint, number integer, canceled bigint, unsourced bigint, backordered bigint, allocated bigint,
        released bigint, picked bigint, packed bigint, shipped bigint)
),
moved as (
    update orders_line l set
        canceled = l.canceled + r.canceled, unsourced = l.unsourced + r.unsourced,
        backordered = l.backordered + r.backordered, allocated = l.allocated + r.allocated,
        released = l.released + r.released, picked = l.picked + r.picked, packed = l.packed + r.packed,
        shipped = l.shipped + r.shipped
    from asked r
    where l.order_id = r.order_id and l.number = r.number
    returning l.order_id, l.number
)
select asked.order_id, asked.number from asked left join moved using (order_id, number) where moved.order_id is null

-- name: count_after_shipping
-- Changes the counters of what became of shipped units; checks refuse one below zero or above what was shipped.
update orders_line l set
    delivered = l.delivered + r.delivered, return_expected = l.return_expected + r.return_expected,
    returned = l.returned + r.returned, written_off = l.written_off + r.written_off
from (
    select order_id, line_number, sum(delivered)::bigint as delivered, sum(return_expected)::bigint as return_expected,
        sum(returned)::bigint as returned, sum(written_off)::bigint as written_off
    from json_to_recordset(%(rows)s::json) as r(
        order_id bigint, line_number integer, delivered bigint, return_expected bigint, returned bigint, written_off bigint)
    group by order_id, line_number
) as r
where l.order_id = r.order_id and l.number = r.line_number
returning l.number

-- name: derive_statuses
-- Derives the fulfillment and return status of orders from the sums of their lines' buckets, and whether goods stand allocated;
-- what stays is not written again.
update orders_order o
set fulfillment_status = derived.fulfillment_status, return_status = derived.return_status, goods_allocated = derived.goods_allocated
from (
    select sums.order_id,
        case
            when sums.open_units = 0 then 'canceled'
            when sums.delivered + sums.written_off = sums.open_units then 'delivered'
            when sums.shipped = sums.open_units then 'shipped'
            when sums.shipped > 0 then 'partial'
            when sums.in_work > 0 then 'in_progress'
            when sums.allocated = sums.open_units then 'allocated'
            when sums.allocated > 0 then 'partially_allocated'
            when sums.backordered = sums.open_units then 'backordered'
            else 'unsourced' end as fulfillment_status,
        case
            when sums.returned > 0 and sums.returned = sums.delivered then 'returned'
            when sums.returned > 0 then 'partial'
            when sums.return_expected > 0 then 'expected'
            else 'none' end as return_status,
        sums.goods_allocated
    from (
        select l.order_id, sum(l.ordered - l.canceled)::bigint as open_units, sum(l.delivered)::bigint as delivered,
            sum(l.shipped)::bigint as shipped, sum(l.released + l.picked + l.packed)::bigint as in_work,
            sum(l.allocated)::bigint as allocated, sum(l.backordered)::bigint as backordered,
            sum(l.written_off)::bigint as written_off, sum(l.returned)::bigint as returned,
            sum(l.return_expected)::bigint as return_expected, bool_or(l.shippable and l.allocated > 0) as goods_allocated
        from orders_line l where l.order_id = any(%(order_ids)s) group by l.order_id
    ) as sums
) as derived
where o.id = derived.order_id
    and (o.fulfillment_status, o.return_status, o.goods_allocated)
        is distinct from (derived.fulfillment_status, derived.return_status, derived.goods_allocated)
returning o.id

-- name: derive_ship_by
-- The first day on which something of an order is promised to leave, from its promises; what stays is not written again.
update orders_order o
set ship_by = derived.ship_by
from (
    select r.order_id, (select min(promise.ship_by) from sourcing_promise promise where promise.order_id = r.order_id) as ship_by
    from unnest(%(order_ids)s::bigint[]) as r(order_id)
) as derived
where o.id = derived.order_id and o.ship_by is distinct from derived.ship_by
returning o.id

-- name: lock_orders
-- Locks orders in the order of their number and answers what deciding a change needs.
select o.id, o.state, o.version, o.channel_id, (select c.code from network_channel c where c.id = o.channel_id), o.customer_id,
    o.currency, o.prices_include_tax, o.payment_terms, o.priority, o.total_minor, o.ship_to::text, o.fulfillment_status,
    o.placed_at, o.ship_complete, o.maximum_parcels, o.out_of_stock, o.credited_minor, o.captured_minor, o.refunded_minor
from orders_order o where o.id = any(%(order_ids)s) order by o.id for no key update of o

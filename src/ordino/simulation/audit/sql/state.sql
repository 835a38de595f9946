-- name: s1_placed_orders_wait_for_a_hold
-- Placed orders of a range that no open hold blocks; they should be confirmed.
select concat('order ', orders.id), 'state', 'confirmed', orders.state
from orders_order orders
where orders.id between %(first)s and %(last)s and orders.state = 'placed'
    and not exists (
        select from orders_hold hold where hold.order_id = orders.id and hold.state = 'open' and hold.scope <> 'return')
order by orders.id

-- name: s1_states_declared
-- Orders and holds of a range whose state is none that the life cycle declares.
select concat('order ', orders.id), 'state', array_to_string(%(order_states)s::text[], ', '), orders.state
from orders_order orders
where orders.id between %(first)s and %(last)s and orders.state <> all(%(order_states)s::text[])
union all
select concat('order ', hold.order_id, ' hold ', hold.id), 'state', array_to_string(%(hold_states)s::text[], ', '), hold.state
from orders_hold hold
where hold.order_id between %(first)s and %(last)s and hold.state <> all(%(hold_states)s::text[])
order by 1

-- name: s1_holds_closed_by_somebody
-- Holds of a range of orders that are closed without a who and when, or open with one; or of no order or line.
select concat('order ', hold.order_id, ' hold ', hold.id), figure.name, figure.expected, figure.found
from orders_hold hold
cross join lateral (values
    ('closed_at', case when hold.state = 'open' then 'none' else 'a time' end,
        case when hold.closed_at is null then 'none' else 'a time' end),
    ('closed_by', case when hold.state = 'open' then 'none' else 'a name' end,
        case when hold.closed_by is null then 'none' else 'a name' end),
    ('order', 'an order',
        case when exists (select from orders_order where id = hold.order_id) then 'an order' else 'none' end),
    ('line_number', case when hold.scope = 'line' then 'a line' else 'none' end,
        case when hold.line_number is null then 'none'
            when exists (
                select from orders_line where order_id = hold.order_id and number = hold.line_number) then 'a line'
            else 'no such line' end)
) as figure(name, expected, found)
where hold.order_id between %(first)s and %(last)s and figure.expected <> figure.found
order by hold.order_id, hold.id, figure.name

-- name: s3_ended_orders_hold_nothing_open
-- Completed, canceled and expired orders of a range with units or holds that are still open.
select concat('order ', orders.id), figure.name, '0', figure.found::text
from orders_order orders
left join (
    select order_id, sum(ordered - canceled - shipped) as open_units, sum(shipped) as shipped,
        sum(shipped - delivered - written_off) as on_the_way
    from orders_line where order_id between %(first)s and %(last)s group by order_id
) as line on line.order_id = orders.id
left join (
    select order_id, count(*) as open_holds from orders_hold
    where order_id between %(first)s and %(last)s and state = 'open' and scope not in ('payment', 'return') group by order_id
) as hold on hold.order_id = orders.id
cross join lateral (values
    ('open units', line.open_units, true),
    ('shipped units', line.shipped, orders.state <> 'completed'),
    ('units on the way', line.on_the_way, orders.state = 'completed'),
    ('open holds', hold.open_holds, true)
) as figure(name, found, applies)
where orders.id between %(first)s and %(last)s and orders.state in ('completed', 'canceled', 'expired')
    and figure.applies and coalesce(figure.found, 0) <> 0
order by orders.id, figure.name

-- name: s3_orders_have_lines
-- Placed orders of a range without a line, and lines without their order.
select concat('order ', coalesce(orders.id, line.order_id)), 'lines', 'an order with lines',
    case when orders.id is null then 'lines without an order' else 'an order without lines' end
from (select id from orders_order where id between %(first)s and %(last)s and draft is null) as orders
full join (
    select distinct order_id from orders_line where order_id between %(first)s and %(last)s
) as line on line.order_id = orders.id
where (orders.id is null or line.order_id is null)
    and not exists (select from orders_order draft where draft.id = line.order_id and draft.draft is not null)
order by 1

-- name: select_order_buckets
-- The sums of the lines' buckets of each order of a range, with the statuses that are cached on it.
select orders.id, orders.fulfillment_status, orders.return_status, orders.goods_allocated, bool_or(line.shippable and line.allocated > 0),
    sum(line.ordered)::bigint, sum(line.canceled)::bigint, sum(line.unsourced)::bigint,
    sum(line.backordered)::bigint, sum(line.allocated)::bigint, sum(line.released)::bigint, sum(line.picked)::bigint,
    sum(line.packed)::bigint, sum(line.shipped)::bigint, sum(line.delivered)::bigint, sum(line.return_expected)::bigint,
    sum(line.returned)::bigint, sum(line.written_off)::bigint
from orders_order orders
join orders_line line on line.order_id = orders.id
where orders.id between %(first)s and %(last)s and orders.draft is null
group by orders.id
order by orders.id

-- name: life_backorders_that_could_be_filled
-- Backordered lines of a range of orders, without a hold, while a location the order may use has what they need. A
-- ship-complete order needs one location that has all it waits for. What a channel leaves in stock is not for its orders.
with waiting as (
    select line.order_id, line.number, line.sku_id, line.sku, line.backordered, orders.ship_complete, channel.stock_buffer,
        case when orders.ship_complete then 1 else least(rule.max_parcels, orders.maximum_parcels) end as parcels
    from orders_line line
    join orders_order orders on orders.id = line.order_id and orders.state in ('placed', 'confirmed')
    join network_channel channel on channel.id = orders.channel_id
    cross join lateral (
        select coalesce(
            (select max_parcels from sourcing_rule where channel_id = orders.channel_id),
            (select max_parcels from sourcing_rule where channel_id is null), %(maximum_parcels)s) as max_parcels
    ) as rule
    where line.order_id between %(first)s and %(last)s and line.backordered > 0
        and not exists (
            select from orders_hold hold
            where hold.order_id = line.order_id and hold.state = 'open' and hold.scope <> 'return')
),
used as (
    select order_id, array_agg(distinct location_id) as locations
    from inventory_allocation where order_id in (select order_id from waiting) group by order_id
),
free as (
    select level.sku_id, level.location_id, location.code,
        level.on_hand - level.reserved - level.allocated - level.unavailable - level.safety_stock as quantity,
        sum(greatest(0, level.on_hand - level.reserved - level.allocated - level.unavailable - level.safety_stock))
            over (partition by level.sku_id) as anywhere
    from inventory_level level
    join network_location location on location.id = level.location_id and location.active and location.fulfills
    where level.sku_id in (select sku_id from waiting)
)
select concat('order ', waiting.order_id, ' line ', waiting.number), 'backordered',
    concat(greatest(0, waiting.backordered - free.quantity), ' (', least(waiting.backordered, free.quantity), ' of ', waiting.sku,
        ' can be had at ', free.code, ')'),
    waiting.backordered::text
from waiting
left join used on used.order_id = waiting.order_id
join lateral (
    select free.code, free.location_id, least(free.quantity, free.anywhere - waiting.stock_buffer)::bigint as quantity
    from free
    where free.sku_id = waiting.sku_id and free.quantity > 0 and free.anywhere > waiting.stock_buffer
        and (free.location_id = any(used.locations) or coalesce(cardinality(used.locations), 0) < waiting.parcels)
    order by free.quantity desc, free.location_id limit 1
) as free on true
where not waiting.ship_complete or not exists (
    select from waiting other
    left join free at_location on at_location.sku_id = other.sku_id and at_location.location_id = free.location_id
    where other.order_id = waiting.order_id
    group by other.sku_id
    having sum(other.backordered)
        > coalesce(max(least(at_location.quantity, at_location.anywhere - other.stock_buffer)), 0)
)
order by waiting.order_id, waiting.number

-- name: life_orders_that_nothing_moves
-- Open orders of a range with units that have no source, and no open hold that says why.
select concat('order ', line.order_id, ' line ', line.number), 'unsourced', '0, or a hold that says why', line.unsourced::text
from orders_line line
join orders_order orders on orders.id = line.order_id and orders.state in ('placed', 'confirmed')
where line.order_id between %(first)s and %(last)s and line.unsourced > 0
    and not exists (select from orders_hold hold where hold.order_id = line.order_id and hold.state = 'open')
order by line.order_id, line.number

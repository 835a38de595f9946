-- name: select_fulfillment_orders
-- One page of fulfillment orders by precedence, of one location, state or order. Those of preferred orders, which are few, are read
-- from the orders; the others in the order of their keys, state by state; only the page is looked at closely.
with wanted as (
    select state from unnest(%(states)s::text[]) as state
),
found as (
    (
        select f.id, o.priority
        from (select id, priority from orders_order where priority <> 0 and state in ('placed', 'confirmed') offset 0) as o
        join fulfillment_order f on f.order_id = o.id and f.state in (select state from wanted)
        join network_location location on location.id = f.location_id
        where %(order_id)s::bigint is null and (%(location)s::text is null or location.code = %(location)s::text)
            and (o.priority, -f.id) < (%(after_priority)s, -%(after_id)s::bigint)
        order by o.priority desc, f.id limit %(limit)s
    )
    union all
    (
        select of_state.id, 0
        from wanted
        cross join lateral (
            select f.id
            from fulfillment_order f
            where f.state = wanted.state and f.id > case when %(after_priority)s > 0 then 0 else %(after_id)s end
                and (%(location)s::text is null
                    or f.location_id = (select id from network_location where code = %(location)s::text))
                and (select o.priority = 0 or o.state not in ('placed', 'confirmed') from orders_order o where o.id = f.order_id)
            order by f.id limit %(limit)s
        ) as of_state
        where %(order_id)s::bigint is null and %(after_priority)s >= 0
        order by of_state.id limit %(limit)s
    )
    union all
    select f.id, o.priority
    from fulfillment_order f
    join orders_order o on o.id = f.order_id
    join network_location location on location.id = f.location_id
    where f.order_id = %(order_id)s::bigint and f.state in (select state from wanted)
        and (%(location)s::text is null or location.code = %(location)s::text)
)
select f.id, f.order_id, location.code, f.method, f.state, o.priority, f.created_at, f.released_at, f.pick_batch_id,
    sums.lines, sums.quantity, sums.picked, sums.packed, sums.shipped,
    exists (
        select from orders_hold hold
        where hold.order_id = f.order_id and hold.state = 'open' and hold.scope in ('order', 'line', 'fulfillment_order'))
from (select id, priority from found order by priority desc, id limit %(limit)s) as page
join fulfillment_order f on f.id = page.id
join orders_order o on o.id = f.order_id
join network_location location on location.id = f.location_id
cross join lateral (
    select count(*) filter (where quantity > 0) as lines, coalesce(sum(quantity), 0)::bigint as quantity,
        coalesce(sum(picked), 0)::bigint as picked, coalesce(sum(packed), 0)::bigint as packed,
        coalesce(sum(shipped), 0)::bigint as shipped
    from fulfillment_line where fulfillment_order_id = f.id
) as sums
order by page.priority desc, f.id

-- name: select_fulfillment_order_page
-- One page of fulfillment orders, the newest first: those of each state are read along their index.
select f.id, f.order_id, location.code, f.method, f.state, o.priority, f.created_at, f.released_at, f.pick_batch_id,
    sums.lines, sums.quantity, sums.picked, sums.packed, sums.shipped,
    exists (
        select from orders_hold hold
        where hold.order_id = f.order_id and hold.state = 'open' and hold.scope in ('order', 'line', 'fulfillment_order'))
from (
    select of_state.id
    from unnest(%(states)s::text[]) as wanted(state)
    cross join lateral (
        select found.id from fulfillment_order found
        where found.state = wanted.state and found.id < %(before_id)s
            and (%(since)s::timestamptz is null or found.created_at >= %(since)s)
            and (%(before)s::timestamptz is null or found.created_at < %(before)s)
            and (%(location)s::text is null
                or found.location_id = (select id from network_location where code = %(location)s))
            and (%(channel)s::text is null
                or (select channel_id from orders_order where id = found.order_id)
                    = (select id from network_channel where code = %(channel)s))
        order by found.id desc limit %(limit)s
    ) as of_state
    order by of_state.id desc limit %(limit)s
) as page
join fulfillment_order f on f.id = page.id
join orders_order o on o.id = f.order_id
join network_location location on location.id = f.location_id
cross join lateral (
    select count(*) filter (where quantity > 0) as lines, coalesce(sum(quantity), 0)::bigint as quantity,
        coalesce(sum(picked), 0)::bigint as picked, coalesce(sum(packed), 0)::bigint as packed,
        coalesce(sum(shipped), 0)::bigint as shipped
    from fulfillment_line where fulfillment_order_id = f.id
) as sums
order by f.id desc

-- name: count_fulfillment_orders
-- How many fulfillment orders of a location, or of all, are in each state, each counted to a limit.
select wanted.state, (
    select count(*) from (
        select from fulfillment_order f
        where f.state = wanted.state
            and (%(location)s::text is null or f.location_id = (select id from network_location where code = %(location)s::text))
        limit %(most)s
    ) as counted
)
from unnest(%(states)s::text[]) with ordinality as wanted(state, place)
order by wanted.place

-- name: select_fulfillment_order
-- One fulfillment order.
select f.id, f.order_id, location.code, f.method, f.state, o.priority, f.created_at, f.released_at, f.pick_batch_id,
    sums.lines, sums.quantity, sums.picked, sums.packed, sums.shipped,
    exists (
        select from orders_hold hold
        where hold.order_id = f.order_id and hold.state = 'open' and hold.scope in ('order', 'line', 'fulfillment_order'))
from fulfillment_order f
join orders_order o on o.id = f.order_id
join network_location location on location.id = f.location_id
cross join lateral (
    select count(*) filter (where quantity > 0) as lines, coalesce(sum(quantity), 0)::bigint as quantity,
        coalesce(sum(picked), 0)::bigint as picked, coalesce(sum(packed), 0)::bigint as packed,
        coalesce(sum(shipped), 0)::bigint as shipped
    from fulfillment_line where fulfillment_order_id = f.id
) as sums
where f.id = %(id)s

-- name: select_line_views
-- The lines of a fulfillment order with the bins of its location.
select line.line_number, sku.code, sku.name, coalesce(bin.bin, ''), line.quantity, line.picked, line.packed, line.shipped,
    line.short, line.withdrawn
from fulfillment_line line
join fulfillment_order f on f.id = line.fulfillment_order_id
join catalog_sku sku on sku.id = line.sku_id
left join fulfillment_bin bin on bin.location_id = f.location_id and bin.sku_id = line.sku_id
where line.fulfillment_order_id = %(id)s
order by line.line_number

-- name: select_package_views
-- The packages of a fulfillment order, or of an order.
select package.id, package.fulfillment_order_id, package.sscc, package.box, package.weight_grams, package.state,
    package.shipment_id,
    (select coalesce(sum(quantity), 0)::bigint from fulfillment_package_line where package_id = package.id)
from fulfillment_package package
where package.fulfillment_order_id in (
    select id from fulfillment_order
    where id = %(fulfillment_order_id)s::bigint or order_id = %(order_id)s::bigint)
order by package.id

-- name: select_pick_list
-- What is left to be picked, in walking order; SKUs without a bin come last.
select coalesce(bin.bin, ''), sku.code, sku.name,
    coalesce((select min(code) from catalog_barcode where sku_id = sku.id), ''),
    f.id, f.order_id, line.line_number, line.quantity - line.picked
from fulfillment_order f
join fulfillment_line line on line.fulfillment_order_id = f.id and line.quantity > line.picked
join catalog_sku sku on sku.id = line.sku_id
left join fulfillment_bin bin on bin.location_id = f.location_id and bin.sku_id = line.sku_id
where (f.pick_batch_id = %(pick_batch_id)s::bigint or f.id = %(fulfillment_order_id)s::bigint)
    and f.state in ('released', 'picking')
order by bin.walk_position nulls last, bin.bin, sku.code, f.id, line.line_number

-- name: select_open_walks
-- Open pick batches with what is to be picked on them and what is.
select batch.id, location.code, batch.opened_at, count(distinct f.id), coalesce(sum(line.quantity), 0)::bigint,
    coalesce(sum(line.picked), 0)::bigint
from fulfillment_pick_batch batch
join network_location location on location.id = batch.location_id
left join fulfillment_order f on f.pick_batch_id = batch.id
left join fulfillment_line line on line.fulfillment_order_id = f.id
where batch.state = 'open'
    and (%(location)s::text is null or location.code = %(location)s::text)
    and (%(pick_batch_id)s::bigint is null or batch.id = %(pick_batch_id)s::bigint)
group by batch.id, location.code
order by batch.opened_at, batch.id

-- name: select_ready_orders
-- Confirmed orders with free units that no hold on the order keeps from going on, the first in precedence first: read along
-- their index (`offset 0` keeps the planner to it), each looked at until the page is full. What is held is read once. Where it is
-- said among which orders they are, these are looked up instead.
select o.id, o.priority, o.ship_by
from orders_order o
where o.state = 'confirmed' and o.goods_allocated and (%(among)s::bigint[] is null or o.id = any(%(among)s::bigint[]))
    and o.priority <= %(after_priority)s
    and (o.priority < %(after_priority)s
        or (coalesce(o.ship_by, 'infinity'), o.id) > (%(after_ship_by)s::date, %(after_id)s::bigint))
    and o.id not in (
        select hold.order_id from orders_hold hold where hold.state = 'open' and hold.scope in ('order', 'fulfillment_order'))
    and not (o.ship_complete and exists (
        select from orders_hold hold where hold.order_id = o.id and hold.state = 'open' and hold.scope = 'line' offset 0))
    and exists (
        select from orders_line line
        join inventory_allocation allocation on allocation.order_id = line.order_id
            and allocation.line_number = line.number and allocation.quantity > allocation.in_fulfillment
        join network_location location on location.id = allocation.location_id
            and (location.release = 'automatic' or not %(automatic)s)
        where line.order_id = o.id and line.allocated > 0
            and not exists (
                select from orders_hold hold
                where hold.order_id = o.id and hold.state = 'open' and hold.scope = 'line'
                    and hold.line_number = line.number)
            and not exists (
                select from fulfillment_order f
                join fulfillment_line planned on planned.fulfillment_order_id = f.id and planned.line_number = line.number
                where f.order_id = o.id and f.location_id = allocation.location_id and f.state = 'planned'
                    and planned.quantity >= allocation.quantity - allocation.in_fulfillment)
        offset 0)
    and not (o.ship_complete and exists (
        select from orders_line line
        where line.order_id = o.id and line.shippable and line.unsourced + line.backordered > 0
        offset 0))
order by o.priority desc, o.ship_by, o.id
limit %(limit)s

-- name: select_orders_at_automatic_locations
-- Orders with free units at locations where a worker releases what is ready, some more than once, up to a limit.
select allocation.order_id
from inventory_allocation allocation
where allocation.location_id = any(array(select id from network_location where release = 'automatic'))
    and allocation.quantity > allocation.in_fulfillment
limit %(limit)s

-- name: select_automatic_locations
-- Where a worker releases what is ready.
select code from network_location where release = 'automatic' and active order by code

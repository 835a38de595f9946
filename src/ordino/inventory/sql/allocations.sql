-- name: lock_levels
-- Locks the levels of the given (SKU, location) pairs in key order, and says where reservations have run out.
select
    level.sku_id, level.location_id, level.on_hand, level.reserved, level.allocated, level.unavailable,
    level.safety_stock,
    exists (
        select from inventory_reservation reservation
        where reservation.sku_id = level.sku_id and reservation.location_id = level.location_id
            and reservation.state = 'active' and reservation.expires_at <= %(now)s
    )
from inventory_level level
join (
    select distinct sku_id, location_id
    from json_to_recordset(%(pairs)s::json) as r(sku_id bigint, location_id bigint)
) as wanted using (sku_id, location_id)
order by level.sku_id, level.location_id
for no key update of level

-- name: lock_levels_of_skus
-- Locks the levels of the given SKUs at every location in key order, and says where reservations have run out.
select
    level.sku_id, level.location_id, level.on_hand, level.reserved, level.allocated, level.unavailable,
    level.safety_stock,
    exists (
        select from inventory_reservation reservation
        where reservation.sku_id = level.sku_id and reservation.location_id = level.location_id
            and reservation.state = 'active' and reservation.expires_at <= %(now)s
    )
from inventory_level level
where level.sku_id = any(%(sku_ids)s::bigint[])
order by level.sku_id, level.location_id
for no key update of level

-- name: lock_levels_of_codes
-- Locks the levels of SKUs by their codes, and of what bundles among them consist of, as `lock_levels_of_skus` does.
select
    level.sku_id, level.location_id, level.on_hand, level.reserved, level.allocated, level.unavailable,
    level.safety_stock,
    exists (
        select from inventory_reservation reservation
        where reservation.sku_id = level.sku_id and reservation.location_id = level.location_id
            and reservation.state = 'active' and reservation.expires_at <= %(now)s
    )
from inventory_level level
where level.sku_id = any(
    array(select sku.id from catalog_sku sku where sku.code = any(%(codes)s::text[]))
    || array(
        select component.sku_id
        from catalog_sku bundle join catalog_bundle_component component on component.bundle_id = bundle.id
        where bundle.code = any(%(codes)s::text[])
    )
)
order by level.sku_id, level.location_id
for no key update of level

-- name: free_expired_reservations
-- Ends the reservations of locked levels whose time has run out, and answers the levels as they are then.
with expired as (
    update inventory_reservation reservation
    set state = 'expired'
    from json_to_recordset(%(pairs)s::json) as r(sku_id bigint, location_id bigint)
    where reservation.sku_id = r.sku_id and reservation.location_id = r.location_id
        and reservation.state = 'active' and reservation.expires_at <= %(now)s
    returning reservation.sku_id, reservation.location_id, reservation.quantity
)
update inventory_level level
set reserved = level.reserved - freed.quantity
from (select sku_id, location_id, sum(quantity)::bigint as quantity from expired group by sku_id, location_id) as freed
where level.sku_id = freed.sku_id and level.location_id = freed.location_id
returning
    level.sku_id, level.location_id, level.on_hand, level.reserved, level.allocated, level.unavailable,
    level.safety_stock

-- name: allocate
-- Commits units to order lines: what is asked of each level is taken where it is available, and written for the lines. Fails
-- where a level cannot give what is asked of it, so that nothing is committed.
with taken as (
    update inventory_level level
    set allocated = level.allocated + demand.quantity
    from json_to_recordset(%(demand)s::json) as demand(sku_id bigint, location_id bigint, quantity bigint)
    where level.sku_id = demand.sku_id and level.location_id = demand.location_id
        and level.on_hand - level.reserved - level.allocated - level.unavailable >= demand.quantity
    returning level.sku_id, level.location_id
),
written as (
    insert into inventory_allocation (order_id, line_number, location_id, sku_id, quantity, created_at)
    select r.order_id, r.line_number, r.location_id, r.sku_id, r.quantity, %(now)s
    from json_to_recordset(%(rows)s::json) as r(
        order_id bigint, line_number bigint, location_id bigint, sku_id bigint, quantity bigint)
    on conflict (order_id, line_number, location_id)
        do update set quantity = inventory_allocation.quantity + excluded.quantity
)
select engine_refuse(format(
    'not available: %%s of SKU %%s at location %%s', demand.quantity, demand.sku_id, demand.location_id
))
from json_to_recordset(%(demand)s::json) as demand(sku_id bigint, location_id bigint, quantity bigint)
where (demand.sku_id, demand.location_id) not in (select sku_id, location_id from taken)

-- name: deallocate
-- Takes units back from order lines that no fulfillment order has taken up; what is empty goes. Answers the rows that do not
-- hold what was asked for.
with asked as materialized (
    select order_id, line_number, location_id, sku_id, sum(quantity)::bigint as quantity
    from json_to_recordset(%(rows)s::json) as r(
        order_id bigint, line_number bigint, location_id bigint, sku_id bigint, quantity bigint)
    group by order_id, line_number, location_id, sku_id
),
emptied as (
    delete from inventory_allocation allocation
    using asked
    where (allocation.order_id, allocation.line_number, allocation.location_id)
            = (asked.order_id, asked.line_number, asked.location_id)
        and allocation.sku_id = asked.sku_id and allocation.quantity = asked.quantity and allocation.in_fulfillment = 0
    returning asked.*
),
reduced as (
    update inventory_allocation allocation
    set quantity = allocation.quantity - asked.quantity
    from asked
    where (allocation.order_id, allocation.line_number, allocation.location_id)
            = (asked.order_id, asked.line_number, asked.location_id)
        and allocation.sku_id = asked.sku_id and allocation.quantity > asked.quantity
        and allocation.quantity - allocation.in_fulfillment >= asked.quantity
    returning asked.*
),
given_back as materialized (
    select * from emptied union all select * from reduced
),
freed as (
    update inventory_level level
    set allocated = level.allocated - given.quantity
    from (
        select sku_id, location_id, sum(quantity)::bigint as quantity from given_back group by sku_id, location_id
    ) as given
    where level.sku_id = given.sku_id and level.location_id = given.location_id
)
select asked.order_id, asked.line_number, asked.location_id, asked.sku_id, asked.quantity
from asked left join given_back using (order_id, line_number, location_id)
where given_back.order_id is null

-- name: select_reservations_of_owners
-- The live reservations of the given owners, oldest first.
select id, owner, sku_id, location_id, quantity, state, expires_at
from inventory_reservation
where owner = any(%(owners)s::text[]) and state = 'active' and expires_at > %(now)s
order by id

-- name: convert_reservations
-- Turns the live reservations of the given owners into free stock of locked levels, for the owner to take at once.
with converted as (
    update inventory_reservation
    set state = 'converted'
    where owner = any(%(owners)s::text[]) and state = 'active' and expires_at > %(now)s
    returning id, owner, sku_id, location_id, quantity, state, expires_at
),
freed as (
    update inventory_level level
    set reserved = level.reserved - given.quantity
    from (
        select sku_id, location_id, sum(quantity)::bigint as quantity from converted group by sku_id, location_id
    ) as given
    where level.sku_id = given.sku_id and level.location_id = given.location_id
)
select id, owner, sku_id, location_id, quantity, state, expires_at from converted order by id

-- name: select_allocations_of_orders
-- What is committed to the given orders, line by line.
select order_id, line_number, location_id, sku_id, quantity, in_fulfillment
from inventory_allocation
where order_id = any(%(order_ids)s::bigint[])
order by order_id, line_number, location_id

-- name: select_allocations_of_levels
-- What is committed from the given levels, order by order.
select order_id, line_number, location_id, sku_id, quantity, in_fulfillment
from inventory_allocation
join (
    select distinct sku_id, location_id
    from json_to_recordset(%(pairs)s::json) as r(sku_id bigint, location_id bigint)
) as wanted using (sku_id, location_id)
order by order_id, line_number, location_id

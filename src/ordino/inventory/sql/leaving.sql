-- name: commit_to_fulfillment
-- Marks allocated units as taken up by fulfillment orders. Answers the rows that do not have them free.
with asked as materialized (
    select order_id, line_number, location_id, sku_id, sum(quantity)::bigint as quantity
    from json_to_recordset(%(rows)s::json) as r(
        order_id bigint, line_number bigint, location_id bigint, sku_id bigint, quantity bigint)
    group by order_id, line_number, location_id, sku_id
),
taken as (
    update inventory_allocation allocation
    set in_fulfillment = allocation.in_fulfillment + asked.quantity
    from asked
    where (allocation.order_id, allocation.line_number, allocation.location_id)
            = (asked.order_id, asked.line_number, asked.location_id)
        and allocation.sku_id = asked.sku_id and allocation.quantity - allocation.in_fulfillment >= asked.quantity
    returning asked.order_id, asked.line_number, asked.location_id
)
select asked.order_id, asked.line_number, asked.location_id, asked.sku_id, asked.quantity
from asked left join taken using (order_id, line_number, location_id)
where taken.order_id is null

-- name: give_up_fulfillment
-- Lets go of units that fulfillment orders had taken up; they stay allocated. Answers the rows that had fewer of them.
with asked as materialized (
    select order_id, line_number, location_id, sku_id, sum(quantity)::bigint as quantity
    from json_to_recordset(%(rows)s::json) as r(
        order_id bigint, line_number bigint, location_id bigint, sku_id bigint, quantity bigint)
    group by order_id, line_number, location_id, sku_id
),
let_go as (
    update inventory_allocation allocation
    set in_fulfillment = allocation.in_fulfillment - asked.quantity
    from asked
    where (allocation.order_id, allocation.line_number, allocation.location_id)
            = (asked.order_id, asked.line_number, asked.location_id)
        and allocation.sku_id = asked.sku_id and allocation.in_fulfillment >= asked.quantity
    returning asked.order_id, asked.line_number, asked.location_id
)
select asked.order_id, asked.line_number, asked.location_id, asked.sku_id, asked.quantity
from asked left join let_go using (order_id, line_number, location_id)
where let_go.order_id is null

-- name: ship_allocated
-- Takes units that fulfillment orders had taken up off their allocations and their levels: they leave the house. Answers the
-- rows that did not have them.
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
        and allocation.sku_id = asked.sku_id and allocation.quantity = asked.quantity
        and allocation.in_fulfillment = asked.quantity
    returning asked.*
),
reduced as (
    update inventory_allocation allocation
    set quantity = allocation.quantity - asked.quantity, in_fulfillment = allocation.in_fulfillment - asked.quantity
    from asked
    where (allocation.order_id, allocation.line_number, allocation.location_id)
            = (asked.order_id, asked.line_number, asked.location_id)
        and allocation.sku_id = asked.sku_id and allocation.quantity > asked.quantity
        and allocation.in_fulfillment >= asked.quantity
    returning asked.*
),
gone as materialized (
    select * from emptied union all select * from reduced
),
lowered as (
    update inventory_level level
    set on_hand = level.on_hand - sums.quantity, allocated = level.allocated - sums.quantity
    from (
        select sku_id, location_id, sum(quantity)::bigint as quantity from gone group by sku_id, location_id
    ) as sums
    where level.sku_id = sums.sku_id and level.location_id = sums.location_id
)
select asked.order_id, asked.line_number, asked.location_id, asked.sku_id, asked.quantity
from asked left join gone using (order_id, line_number, location_id)
where gone.order_id is null

-- name: select_lots_at_levels
-- The lots that are for sale at locked levels, the first to expire first.
select lot.sku_id, wanted.location_id, lot.id, entry.quantity
from (
    select distinct sku_id, location_id
    from json_to_recordset(%(pairs)s::json) as r(sku_id bigint, location_id bigint)
) as wanted
join inventory_lot lot on lot.sku_id = wanted.sku_id
cross join lateral (
    select sum(case when movement.to_account = 'location/' || wanted.location_id || '/available'
        then movement.quantity else -movement.quantity end)::bigint as quantity
    from inventory_movement movement
    where movement.lot_id = lot.id
        and 'location/' || wanted.location_id || '/available' in (movement.to_account, movement.from_account)
) as entry
where entry.quantity > 0
order by lot.sku_id, wanted.location_id, lot.expires_on nulls last, lot.id

-- name: select_more_numbered_than_standing
-- Levels at which more units have serial numbers than are for sale: some of those that left were not named.
select level.sku_id, level.location_id
from (
    select distinct sku_id, location_id
    from json_to_recordset(%(pairs)s::json) as r(sku_id bigint, location_id bigint)
) as wanted
join inventory_level level on level.sku_id = wanted.sku_id and level.location_id = wanted.location_id
where level.on_hand - level.unavailable < (
    select count(*) from inventory_serial serial
    where serial.sku_id = wanted.sku_id and serial.account = 'location/' || wanted.location_id || '/available')

-- name: i1_levels_not_negative
-- Levels with a counter below zero, or with more committed than is there.
select concat('stock ', location.code, '/', sku.code), figure.name, 'at least 0', figure.value::text
from inventory_level level
left join catalog_sku sku on sku.id = level.sku_id
left join network_location location on location.id = level.location_id
cross join lateral (values
    ('on_hand', level.on_hand), ('reserved', level.reserved), ('allocated', level.allocated),
    ('unavailable', level.unavailable), ('safety_stock', level.safety_stock),
    ('available', level.on_hand - level.reserved - level.allocated - level.unavailable)
) as figure(name, value)
where figure.value < 0
order by level.sku_id, level.location_id, figure.name

-- name: i2_unavailable_is_sum_of_buckets
-- Levels whose unavailable quantity is not the sum of their buckets.
select concat('stock ', location.code, '/', sku.code), 'unavailable', both_sides.expected::text, both_sides.found::text
from (
    select sku_id, location_id, coalesce(bucket.quantity, 0) as expected, coalesce(level.unavailable, 0) as found
    from inventory_level level
    full join (
        select sku_id, location_id, sum(quantity) as quantity from inventory_bucket group by sku_id, location_id
    ) as bucket using (sku_id, location_id)
) as both_sides
left join catalog_sku sku on sku.id = both_sides.sku_id
left join network_location location on location.id = both_sides.location_id
where both_sides.expected <> both_sides.found
order by both_sides.sku_id, both_sides.location_id

-- name: i3_allocated_is_sum_of_allocations
-- Levels whose allocated quantity is not the sum of the allocations from them.
select concat('stock ', location.code, '/', sku.code), 'allocated', both_sides.expected::text, both_sides.found::text
from (
    select sku_id, location_id, coalesce(allocation.quantity, 0) as expected, coalesce(level.allocated, 0) as found
    from inventory_level level
    full join (
        select sku_id, location_id, sum(quantity) as quantity from inventory_allocation group by sku_id, location_id
    ) as allocation using (sku_id, location_id)
) as both_sides
left join catalog_sku sku on sku.id = both_sides.sku_id
left join network_location location on location.id = both_sides.location_id
where both_sides.expected <> both_sides.found
order by both_sides.sku_id, both_sides.location_id

-- name: i3_reserved_is_sum_of_reservations
-- Levels whose reserved quantity is not the sum of the active reservations on them.
select concat('stock ', location.code, '/', sku.code), 'reserved', both_sides.expected::text, both_sides.found::text
from (
    select sku_id, location_id, coalesce(reservation.quantity, 0) as expected, coalesce(level.reserved, 0) as found
    from inventory_level level
    full join (
        select sku_id, location_id, sum(quantity) as quantity
        from inventory_reservation where state = 'active' group by sku_id, location_id
    ) as reservation using (sku_id, location_id)
) as both_sides
left join catalog_sku sku on sku.id = both_sides.sku_id
left join network_location location on location.id = both_sides.location_id
where both_sides.expected <> both_sides.found
order by both_sides.sku_id, both_sides.location_id

-- name: i3_lines_hold_their_allocations
-- Lines of a range of orders that hold other quantities than are allocated to them, free or taken up by fulfillment orders;
-- what is not shipped holds none.
select concat('order ', line.order_id, ' line ', line.number), figure.name, figure.expected::text, figure.found::text
from orders_line line
left join (
    select order_id, line_number, sum(quantity - in_fulfillment) as free, sum(in_fulfillment) as in_fulfillment
    from inventory_allocation
    where order_id between %(first)s and %(last)s
    group by order_id, line_number
) as allocation on allocation.order_id = line.order_id and allocation.line_number = line.number
cross join lateral (select line.shippable and line.sku_id is not null as needs_stock) as kind
cross join lateral (values
    ('allocated to it', case when kind.needs_stock then line.allocated else 0 end, coalesce(allocation.free, 0)),
    ('in fulfillment for it', case when kind.needs_stock then line.released + line.picked + line.packed else 0 end,
        coalesce(allocation.in_fulfillment, 0))
) as figure(name, expected, found)
where line.order_id between %(first)s and %(last)s and figure.expected <> figure.found
order by line.order_id, line.number, figure.name

-- name: i4_on_hand_is_fold_of_movements
-- Levels whose quantity on hand is not what the movements into and out of the location's accounts add up to.
with entry as (
    select sku_id, to_account as account, quantity from inventory_movement where to_account like 'location/%%'
    union all
    select sku_id, from_account, -quantity from inventory_movement where from_account like 'location/%%'
),
fold as (
    select sku_id, split_part(account, '/', 2)::bigint as location_id, sum(quantity) as on_hand
    from entry group by sku_id, split_part(account, '/', 2)
)
select concat('stock ', location.code, '/', sku.code), 'on_hand', both_sides.expected::text, both_sides.found::text
from (
    select sku_id, location_id, coalesce(fold.on_hand, 0) as expected, coalesce(level.on_hand, 0) as found
    from inventory_level level full join fold using (sku_id, location_id)
) as both_sides
left join catalog_sku sku on sku.id = both_sides.sku_id
left join network_location location on location.id = both_sides.location_id
where both_sides.expected <> both_sides.found
order by both_sides.sku_id, both_sides.location_id

-- name: i4_buckets_are_folds_of_movements
-- Buckets of unavailable stock that are not what the movements into and out of their account add up to.
with entry as (
    select sku_id, to_account as account, quantity from inventory_movement where to_account like 'location/%%'
    union all
    select sku_id, from_account, -quantity from inventory_movement where from_account like 'location/%%'
),
fold as (
    select sku_id, split_part(account, '/', 2)::bigint as location_id, split_part(account, '/', 3) as bucket,
        sum(quantity) as quantity
    from entry where account not like '%%/available' group by 1, 2, 3
)
select concat('stock ', location.code, '/', sku.code), both_sides.bucket, both_sides.expected::text, both_sides.found::text
from (
    select sku_id, location_id, bucket, coalesce(fold.quantity, 0) as expected, coalesce(kept.quantity, 0) as found
    from inventory_bucket kept full join fold using (sku_id, location_id, bucket)
) as both_sides
left join catalog_sku sku on sku.id = both_sides.sku_id
left join network_location location on location.id = both_sides.location_id
where both_sides.expected <> both_sides.found
order by both_sides.sku_id, both_sides.location_id, both_sides.bucket

-- name: i4_movements_have_two_accounts
-- Movements that go nowhere, move nothing, or name an account that does not exist.
select concat('movement ', movement.id), figure.name, figure.expected, figure.found
from inventory_movement movement
cross join lateral (values
    ('quantity', 'more than 0', movement.quantity::text, movement.quantity > 0),
    ('to_account', 'another than ' || movement.from_account, movement.to_account,
        movement.from_account <> movement.to_account),
    ('from_account', 'a known account', movement.from_account, movement.from_account ~ %(accounts)s),
    ('to_account', 'a known account', movement.to_account, movement.to_account ~ %(accounts)s)
) as figure(name, expected, found, holds)
where not figure.holds
order by movement.id, figure.name

-- name: i5_allocations_have_their_line
-- Allocations of a range of orders whose order line is missing or asks for another SKU.
select
    concat('order ', allocation.order_id, ' line ', allocation.line_number),
    concat('allocation at ', location.code),
    case when line.order_id is null then 'no allocation without its line'
        else coalesce(line.sku, '') end,
    case when line.order_id is null then concat(allocation.quantity, ' of ', sku.code) else coalesce(sku.code, '') end
from inventory_allocation allocation
left join orders_line line on line.order_id = allocation.order_id and line.number = allocation.line_number
left join catalog_sku sku on sku.id = allocation.sku_id
left join network_location location on location.id = allocation.location_id
where allocation.order_id between %(first)s and %(last)s and line.sku_id is distinct from allocation.sku_id
order by allocation.order_id, allocation.line_number, allocation.location_id

-- name: i6_buckets_of_lines
-- Lines of a range of orders whose buckets do not add up, are below zero, or hold more than can have got there.
select concat('order ', line.order_id, ' line ', line.number), figure.name, figure.expected, figure.found
from orders_line line
cross join lateral (values
    ('sum of buckets', line.ordered::text,
        (line.canceled + line.unsourced + line.backordered + line.allocated + line.released + line.picked + line.packed
            + line.shipped)::text,
        line.ordered = line.canceled + line.unsourced + line.backordered + line.allocated + line.released + line.picked
            + line.packed + line.shipped),
    ('least bucket', 'at least 0',
        least(line.canceled, line.unsourced, line.backordered, line.allocated, line.released, line.picked, line.packed,
            line.shipped, line.delivered, line.return_expected, line.returned, line.written_off)::text,
        least(line.canceled, line.unsourced, line.backordered, line.allocated, line.released, line.picked, line.packed,
            line.shipped, line.delivered, line.return_expected, line.returned, line.written_off) >= 0),
    ('delivered', 'at most ' || line.shipped, line.delivered::text, line.delivered <= line.shipped),
    ('returned', 'at most ' || line.delivered, line.returned::text, line.returned <= line.delivered),
    ('return_expected + returned', 'at most ' || line.shipped, (line.return_expected + line.returned)::text,
        line.return_expected + line.returned <= line.shipped)
) as figure(name, expected, found, holds)
where line.order_id between %(first)s and %(last)s and not figure.holds
order by line.order_id, line.number, figure.name

-- name: i10_serials_within_their_account
-- Accounts in which more serial numbers are said to be than units of the SKU are there.
with entry as (
    select sku_id, to_account as account, quantity from inventory_movement
    where sku_id in (select sku_id from inventory_serial)
    union all
    select sku_id, from_account, -quantity from inventory_movement
    where sku_id in (select sku_id from inventory_serial)
),
fold as (
    select sku_id, account, sum(quantity) as quantity from entry group by sku_id, account
)
select concat('serials of ', sku.code, ' in ', serial.account), 'serials', concat('at most ', coalesce(fold.quantity, 0)),
    serial.quantity::text
from (select sku_id, account, count(*) as quantity from inventory_serial group by sku_id, account) as serial
left join fold on fold.sku_id = serial.sku_id and fold.account = serial.account
left join catalog_sku sku on sku.id = serial.sku_id
where serial.account ~ '^(location|transit)/' and serial.quantity > coalesce(fold.quantity, 0)
order by serial.sku_id, serial.account

-- name: i4_lots_of_their_sku
-- Movements that name a lot of another SKU.
select concat('movement ', movement.id), 'lot', concat('a lot of ', sku.code),
    coalesce(lot.code || ' of ' || lot_sku.code, concat('lot ', movement.lot_id))
from inventory_movement movement
left join inventory_lot lot on lot.id = movement.lot_id
left join catalog_sku sku on sku.id = movement.sku_id
left join catalog_sku lot_sku on lot_sku.id = lot.sku_id
where movement.lot_id is not null and lot.sku_id is distinct from movement.sku_id
order by movement.id

-- name: i4_lots_not_negative
-- Lots of which more has left an account than came into it.
with entry as (
    select lot_id, to_account as account, quantity from inventory_movement where lot_id is not null
    union all
    select lot_id, from_account, -quantity from inventory_movement where lot_id is not null
)
select concat('lot ', lot.code, ' of ', sku.code), entry.account, 'at least 0', sum(entry.quantity)::text
from entry
left join inventory_lot lot on lot.id = entry.lot_id
left join catalog_sku sku on sku.id = lot.sku_id
where entry.account ~ '^(location|transit)/'
group by lot.id, lot.code, sku.code, entry.account
having sum(entry.quantity) < 0
order by lot.id, entry.account

-- name: supply_received_within_expected
-- Expected receipts of which more arrived than was expected, or that are open with nothing to come.
select concat('incoming ', incoming.id), figure.name, figure.expected, figure.found
from inventory_incoming incoming
cross join lateral (values
    ('received_quantity', 'at most ' || incoming.quantity, incoming.received_quantity::text,
        incoming.received_quantity between 0 and incoming.quantity),
    ('state', 'received', incoming.state,
        incoming.state <> 'expected' or incoming.received_quantity < incoming.quantity),
    ('received_quantity', '0', incoming.received_quantity::text,
        incoming.state <> 'canceled' or incoming.received_quantity = 0)
) as figure(name, expected, found, holds)
where not figure.holds
order by incoming.id, figure.name

-- name: supply_transfers_in_transit
-- Transfer lines whose outstanding units are not what the movements left in their transit account.
with entry as (
    select sku_id, to_account as account, quantity from inventory_movement where to_account like 'transit/%%'
    union all
    select sku_id, from_account, -quantity from inventory_movement where from_account like 'transit/%%'
),
fold as (
    select sku_id, split_part(account, '/', 2)::bigint as transfer_id, sum(quantity) as quantity
    from entry group by sku_id, split_part(account, '/', 2)
)
select concat('transfer ', both_sides.transfer_id, ' of ', sku.code), 'in transit', both_sides.expected::text,
    both_sides.found::text
from (
    select transfer_id, sku_id, coalesce(fold.quantity, 0) as expected,
        coalesce(line.quantity - line.received_quantity - line.lost_quantity, 0) as found
    from inventory_transfer_line line full join fold using (transfer_id, sku_id)
) as both_sides
left join catalog_sku sku on sku.id = both_sides.sku_id
where both_sides.expected <> both_sides.found
order by both_sides.transfer_id, both_sides.sku_id

-- name: supply_transfers_closed
-- Transfers that are open with nothing in transit, or closed with something in transit.
select concat('transfer ', transfer.id), 'state', case when outstanding.quantity = 0 then 'closed' else 'in_transit' end,
    transfer.state
from inventory_transfer transfer
cross join lateral (
    select coalesce(sum(quantity - received_quantity - lost_quantity), 0) as quantity
    from inventory_transfer_line where transfer_id = transfer.id
) as outstanding
where (outstanding.quantity = 0) <> (transfer.state = 'closed')
order by transfer.id

-- name: select_stock_buffer
-- How many units a channel keeps back.
select stock_buffer from network_channel where code = %(channel)s

-- name: select_live_levels
-- The levels of SKUs as they are at a time: an expired reservation is free, swept or not.
select sku.code, location.code, location.fulfills and location.active,
    level.sku_id, level.location_id, level.on_hand,
    level.reserved - (
        select coalesce(sum(reservation.quantity), 0)::bigint from inventory_reservation reservation
        where reservation.sku_id = level.sku_id and reservation.location_id = level.location_id
            and reservation.state = 'active' and reservation.expires_at <= %(at)s
    ),
    level.allocated, level.unavailable, level.safety_stock
from catalog_sku sku
join inventory_level level on level.sku_id = sku.id
join network_location location on location.id = level.location_id
where sku.code = any(%(skus)s::text[])
order by sku.code, location.code

-- name: select_levels
-- Levels by code, page by page, with expired reservations counted as free.
select sku.code, location.code, level.on_hand,
    level.reserved - lapsed.quantity, level.allocated, level.unavailable, level.safety_stock,
    level.on_hand - level.reserved - level.allocated - level.unavailable + lapsed.quantity
from inventory_level level
join catalog_sku sku on sku.id = level.sku_id
join network_location location on location.id = level.location_id
cross join lateral (
    select coalesce(sum(reservation.quantity), 0)::bigint as quantity
    from inventory_reservation reservation
    where reservation.sku_id = level.sku_id and reservation.location_id = level.location_id
        and reservation.state = 'active' and reservation.expires_at <= %(at)s
) as lapsed
where (%(sku)s::text is null or sku.code = %(sku)s) and (%(location)s::text is null or location.code = %(location)s)
    and (sku.code, location.code) > (%(after_sku)s, %(after_location)s)
    and (%(available_below)s::int8 is null
        or level.on_hand - level.reserved - level.allocated - level.unavailable + lapsed.quantity < %(available_below)s)
order by sku.code, location.code
limit %(limit)s

-- name: select_open_incoming
-- Receipts of a SKU that are expected, the first to come first.
select incoming.id, location.code, incoming.quantity, incoming.received_quantity, incoming.expected_at,
    incoming.reference, incoming.state
from inventory_incoming incoming
join network_location location on location.id = incoming.location_id
where incoming.sku_id = (select id from catalog_sku where code = %(sku)s) and incoming.state = 'expected'
order by incoming.expected_at, incoming.id

-- name: select_open_transfers
-- Transfers of a SKU that are on their way, the oldest first.
select transfer.id, source.code, target.code, line.quantity, line.received_quantity, line.lost_quantity,
    coalesce(lot.code, ''), transfer.expected_at, transfer.reference, transfer.state
from inventory_transfer transfer
join inventory_transfer_line line on line.transfer_id = transfer.id
join network_location source on source.id = transfer.from_location_id
join network_location target on target.id = transfer.to_location_id
left join inventory_lot lot on lot.id = line.lot_id
where transfer.state = 'in_transit' and line.sku_id = (select id from catalog_sku where code = %(sku)s)
order by transfer.id

-- name: select_movements
-- Movements of a SKU, the newest first, page by page.
select movement.id, movement.quantity, movement.from_account, movement.to_account, movement.reason,
    movement.reference, coalesce(lot.code, ''), movement.occurred_at
from inventory_movement movement
join catalog_sku sku on sku.id = movement.sku_id
left join inventory_lot lot on lot.id = movement.lot_id
where sku.code = %(sku)s and (%(before_id)s::bigint is null or movement.id < %(before_id)s)
    and (%(before)s::timestamptz is null or movement.occurred_at < %(before)s)
order by movement.id desc
limit %(limit)s

-- name: select_stock_by_day
-- How many units of a SKU stood at each location at the end of each day (UTC), counted back from what stands there now.
select location.code, day.ends::date, (level.on_hand - coalesce(sum(moved.quantity) filter (where moved.day > day.ends::date), 0))::bigint
from catalog_sku sku
join inventory_level level on level.sku_id = sku.id
join network_location location on location.id = level.location_id
cross join generate_series(%(first)s::date, %(last)s::date, interval '1 day') as day(ends)
left join (
    select (movement.occurred_at at time zone 'UTC')::date as day, split_part(entry.account, '/', 2)::bigint as location_id,
        sum(entry.quantity) as quantity
    from inventory_movement movement
    cross join lateral (values (movement.to_account, movement.quantity), (movement.from_account, -movement.quantity))
        as entry(account, quantity)
    where movement.sku_id = (select id from catalog_sku where code = %(sku)s)
        and movement.occurred_at >= %(first)s::date::timestamp at time zone 'UTC' and entry.account like 'location/%%'
    group by 1, 2
) as moved on moved.location_id = level.location_id
where sku.code = %(sku)s
group by location.id, location.code, level.on_hand, day.ends
order by location.code, day.ends

-- name: select_lot_stock
-- How much of each lot of a SKU stands where, the first to expire first.
select lot.code, lot.expires_on, entry.account, sum(entry.quantity)::bigint
from inventory_lot lot
join catalog_sku sku on sku.id = lot.sku_id
join (
    select lot_id, to_account as account, quantity from inventory_movement where lot_id is not null
    union all
    select lot_id, from_account, -quantity from inventory_movement where lot_id is not null
) as entry on entry.lot_id = lot.id
where sku.code = %(sku)s and entry.account like 'location/%%'
group by lot.id, lot.code, lot.expires_on, entry.account
having sum(entry.quantity) <> 0
order by lot.expires_on nulls last, lot.code, entry.account

-- name: select_stock_figures
-- For alerts: each level, what orders took since a day, and for how long goods have come in.
select sku.code, location.code,
    level.on_hand - level.reserved - level.allocated - level.unavailable, level.on_hand, level.safety_stock,
    coalesce(committed.quantity, 0)::bigint + coalesce(gone.quantity, 0)::bigint,
    greatest(0, extract(day from %(at)s::timestamptz - coalesce(first.at, %(at)s::timestamptz)))::bigint
from inventory_level level
join catalog_sku sku on sku.id = level.sku_id
join network_location location on location.id = level.location_id
left join (
    select sku_id, location_id, sum(quantity) as quantity from inventory_allocation
    where created_at >= %(since)s group by sku_id, location_id
) as committed on committed.sku_id = level.sku_id and committed.location_id = level.location_id
left join (
    select sku_id, from_account, sum(quantity) as quantity from inventory_movement
    where to_account = 'customer' and occurred_at >= %(since)s group by sku_id, from_account
) as gone on gone.sku_id = level.sku_id and gone.from_account = 'location/' || level.location_id || '/available'
left join (
    select sku_id, to_account, min(occurred_at) as at from inventory_movement group by sku_id, to_account
) as first on first.sku_id = level.sku_id and first.to_account = 'location/' || level.location_id || '/available'
order by sku.code, location.code

-- name: select_skus_of_serial
-- Which of the SKUs have a unit with this serial number.
select sku.code
from catalog_sku sku
join inventory_serial serial on serial.sku_id = sku.id and serial.code = %(serial)s
where sku.code = any(%(skus)s::text[])
order by sku.code

-- name: select_numbered_skus
-- Those of the SKUs of which numbered units stand for sale at a location.
select sku.code
from catalog_sku sku
where sku.code = any(%(skus)s::text[]) and exists (
    select from inventory_serial serial
    join network_location location on location.code = %(location)s
    where serial.sku_id = sku.id and serial.account = 'location/' || location.id || '/available')

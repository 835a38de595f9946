-- name: select_skus
-- The SKUs of the given codes or keys.
select id, code, kind from catalog_sku where code = any(%(codes)s::text[]) or id = any(%(ids)s::bigint[])

-- name: select_locations
-- The locations of the given codes or keys.
select id, code from network_location where code = any(%(codes)s::text[]) or id = any(%(ids)s::bigint[])

-- name: select_buckets
-- What stands in the buckets of locked levels that are not for sale.
select bucket.sku_id, bucket.location_id, bucket.bucket, bucket.quantity
from inventory_bucket bucket
join (
    select distinct sku_id, location_id
    from json_to_recordset(%(pairs)s::json) as r(sku_id bigint, location_id bigint)
) as wanted using (sku_id, location_id)

-- name: change_levels
-- Adds to the counters of locked levels.
update inventory_level level
set on_hand = level.on_hand + r.on_hand,
    reserved = level.reserved + r.reserved,
    unavailable = level.unavailable + r.unavailable
from json_to_recordset(%(rows)s::json) as r(
    sku_id bigint, location_id bigint, on_hand bigint, reserved bigint, unavailable bigint)
where level.sku_id = r.sku_id and level.location_id = r.location_id

-- name: create_levels
-- Begins levels that were not there; where another transaction was first, adds to its level.
insert into inventory_level (sku_id, location_id, on_hand, reserved, unavailable)
select sku_id, location_id, on_hand, reserved, unavailable
from json_to_recordset(%(rows)s::json) as r(
    sku_id bigint, location_id bigint, on_hand bigint, reserved bigint, unavailable bigint)
order by sku_id, location_id
on conflict (sku_id, location_id) do update
set on_hand = inventory_level.on_hand + excluded.on_hand,
    reserved = inventory_level.reserved + excluded.reserved,
    unavailable = inventory_level.unavailable + excluded.unavailable

-- name: set_safety_stock
-- States how many units of existing levels are kept back from promises.
update inventory_level level
set safety_stock = r.safety_stock
from json_to_recordset(%(rows)s::json) as r(sku_id bigint, location_id bigint, safety_stock bigint)
where level.sku_id = r.sku_id and level.location_id = r.location_id

-- name: add_to_buckets
-- Puts units into buckets that are not for sale.
insert into inventory_bucket (sku_id, location_id, bucket, quantity)
select sku_id, location_id, bucket, quantity
from json_to_recordset(%(rows)s::json) as r(sku_id bigint, location_id bigint, bucket text, quantity bigint)
on conflict (sku_id, location_id, bucket) do update set quantity = inventory_bucket.quantity + excluded.quantity

-- name: take_from_buckets
-- Takes units out of buckets that are not for sale (the quantities are negative).
update inventory_bucket bucket
set quantity = bucket.quantity + r.quantity
from json_to_recordset(%(rows)s::json) as r(sku_id bigint, location_id bigint, bucket text, quantity bigint)
where (bucket.sku_id, bucket.location_id, bucket.bucket) = (r.sku_id, r.location_id, r.bucket)

-- name: insert_movements
-- Records what went from which account to which.
insert into inventory_movement (sku_id, quantity, from_account, to_account, reason, reference, lot_id, occurred_at)
select sku_id, quantity, from_account, to_account, reason, reference, lot_id, occurred_at
from json_to_recordset(%(rows)s::json) as r(
    sku_id bigint, quantity bigint, from_account text, to_account text, reason text, reference text,
    lot_id bigint, occurred_at timestamptz)

-- name: select_columns
-- The columns of a table with their types, without those that the database itself fills in or derives.
select attname, format_type(atttypid, atttypmod)
from pg_attribute
where attrelid = %(table)s::regclass and attnum > 0 and not attisdropped and attgenerated = '' and not attname = any(%(left_out)s::text[])
order by attnum

-- name: add_to_levels_from_json
-- The level updates of a batch, as one JSON text.
update inventory_level level
set allocated = level.allocated + r.quantity
from json_to_recordset(%s::json) as r(sku_id bigint, location_id bigint, quantity bigint)
where level.sku_id = r.sku_id and level.location_id = r.location_id

-- name: select_level_changes
-- What the allocations of the given orders add to each level.
select sku_id, location_id, sum(quantity)::bigint as quantity
from inventory_allocation
where order_id = any(%(order_ids)s::bigint[])
group by sku_id, location_id
order by sku_id, location_id

-- name: upsert_bins
-- Says where SKUs stand.
insert into fulfillment_bin (location_id, sku_id, bin, walk_position)
select location_id, sku_id, bin, walk_position
from json_to_recordset(%(rows)s::json) as r(location_id bigint, sku_id bigint, bin text, walk_position bigint)
on conflict (location_id, sku_id) do update set bin = excluded.bin, walk_position = excluded.walk_position

-- name: select_next_to_pick
-- The released fulfillment orders of locations that are in no pick batch and under no hold, the first in precedence for each.
select waiting.location_id, waiting.id
from (
    select f.location_id, f.id,
        row_number() over (partition by f.location_id order by o.priority desc, f.released_at, f.id) as place
    from fulfillment_order f
    join orders_order o on o.id = f.order_id
    where f.location_id = any(%(location_ids)s::bigint[]) and f.state = 'released' and f.pick_batch_id is null
        and not exists (
            select from orders_hold hold
            where hold.order_id = f.order_id and hold.state = 'open' and hold.scope in ('order', 'line', 'fulfillment_order'))
) as waiting
where waiting.place <= %(maximum)s
order by waiting.location_id, waiting.place

-- name: insert_pick_batches
-- Begins pick batches.
insert into fulfillment_pick_batch (id, location_id, opened_at)
select id, location_id, %(now)s from json_to_recordset(%(rows)s::json) as r(id bigint, location_id bigint)

-- name: select_fulfillment_orders_of_pick_batches
-- The fulfillment orders of pick batches.
select id from fulfillment_order where pick_batch_id = any(%(pick_batch_ids)s::bigint[])

-- name: lock_pick_batches
-- Locks pick batches in the order of their keys; their fulfillment orders are locked before.
select id, location_id, state from fulfillment_pick_batch where id = any(%(pick_batch_ids)s::bigint[]) order by id
for no key update

-- name: close_pick_batches
-- Ends locked pick batches.
update fulfillment_pick_batch batch
set state = 'closed', closed_at = %(now)s
from json_to_recordset(%(rows)s::json) as r(id bigint)
where batch.id = r.id

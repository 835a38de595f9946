-- name: insert_transfers
-- Begins transfers, which are on their way at once.
insert into inventory_transfer (id, from_location_id, to_location_id, state, reference, shipped_at, expected_at)
select id, from_location_id, to_location_id, state, reference, %(now)s, expected_at
from json_to_recordset(%(rows)s::json) as r(
    id bigint, from_location_id bigint, to_location_id bigint, state text, reference text, expected_at timestamptz)

-- name: insert_transfer_lines
-- What is in the transfers.
insert into inventory_transfer_line (transfer_id, sku_id, quantity, received_quantity, lost_quantity, lot_id)
select transfer_id, sku_id, quantity, received_quantity, lost_quantity, lot_id
from json_to_recordset(%(rows)s::json) as r(
    transfer_id bigint, sku_id bigint, quantity bigint, received_quantity bigint, lost_quantity bigint, lot_id bigint)

-- name: lock_transfers
-- Locks transfers in the order of their keys.
select id, from_location_id, to_location_id, state, reference, expected_at
from inventory_transfer
where id = any(%(ids)s::bigint[])
order by id
for no key update

-- name: select_transfer_lines
-- The lines of locked transfers.
select line.transfer_id, line.sku_id, line.quantity, line.received_quantity, line.lost_quantity, line.lot_id,
    coalesce(lot.code, '')
from inventory_transfer_line line
left join inventory_lot lot on lot.id = line.lot_id
where line.transfer_id = any(%(ids)s::bigint[])
order by line.transfer_id, line.sku_id

-- name: update_transfer_lines
-- States what became of the lines of locked transfers.
update inventory_transfer_line line
set received_quantity = r.received_quantity, lost_quantity = r.lost_quantity
from json_to_recordset(%(rows)s::json) as r(
    transfer_id bigint, sku_id bigint, received_quantity bigint, lost_quantity bigint)
where line.transfer_id = r.transfer_id and line.sku_id = r.sku_id

-- name: close_transfers
-- Ends locked transfers.
update inventory_transfer set state = 'closed', closed_at = %(now)s where id = any(%(ids)s::bigint[])
returning id

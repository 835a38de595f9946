-- name: insert_incoming
-- Announces receipts.
insert into inventory_incoming (id, sku_id, location_id, quantity, received_quantity, expected_at, reference, state)
select id, sku_id, location_id, quantity, received_quantity, expected_at, reference, state
from json_to_recordset(%(rows)s::json) as r(
    id bigint, sku_id bigint, location_id bigint, quantity bigint, received_quantity bigint, expected_at timestamptz,
    reference text, state text)

-- name: lock_incoming
-- Locks expected receipts in the order of their keys.
select id, sku_id, location_id, quantity, received_quantity, expected_at, reference, state
from inventory_incoming
where id = any(%(ids)s::bigint[])
order by id
for no key update

-- name: update_incoming
-- States what became of locked receipts.
update inventory_incoming incoming
set received_quantity = r.received_quantity, expected_at = r.expected_at, state = r.state
from json_to_recordset(%(rows)s::json) as r(
    id bigint, received_quantity bigint, expected_at timestamptz, state text)
where incoming.id = r.id

-- name: select_incoming_of_skus
-- What is still to come of the given SKUs, from suppliers and by dated transfers, the earliest first.
select sku_id, location_id, quantity - received_quantity as quantity, expected_at, 'incoming/' || id as source
from inventory_incoming
where sku_id = any(%(sku_ids)s::bigint[]) and state = 'expected' and quantity > received_quantity
union all
select line.sku_id, transfer.to_location_id, line.quantity - line.received_quantity - line.lost_quantity,
    transfer.expected_at, 'transit/' || transfer.id
from inventory_transfer_line line
join inventory_transfer transfer on transfer.id = line.transfer_id
where line.sku_id = any(%(sku_ids)s::bigint[]) and transfer.state = 'in_transit' and transfer.expected_at is not null
    and line.quantity > line.received_quantity + line.lost_quantity
order by expected_at, source

-- name: select_tracking
-- What was said of shipments.
select shipment_id, event_id, status, occurred_at, detail, place
from delivery_tracking
where shipment_id = any(%(shipment_ids)s::bigint[])
order by shipment_id, occurred_at, event_id

-- name: insert_tracking
-- New messages about shipments.
insert into delivery_tracking (shipment_id, event_id, status, occurred_at, recorded_at, recorded_by, detail, place)
select shipment_id, event_id, status, occurred_at, %(now)s, %(recorded_by)s, detail, place
from json_populate_recordset(null::delivery_tracking, %(rows)s::json)

-- name: select_orders_of_shipments
-- The orders whose shipments these are, to lock them first.
select distinct order_id from delivery_shipment where id = any(%(shipment_ids)s::bigint[]) order by order_id

-- name: select_orders_of_packages
-- The orders whose packages these are, to lock them first.
select distinct orders.order_id
from fulfillment_package package
join fulfillment_order orders on orders.id = package.fulfillment_order_id
where package.id = any(%(package_ids)s::bigint[])
order by orders.order_id

-- name: select_packed_packages
-- The packages of fulfillment orders that stand packed and are in no shipment.
select fulfillment_order_id, id
from fulfillment_package
where fulfillment_order_id = any(%(fulfillment_order_ids)s::bigint[]) and state = 'packed' and shipment_id is null
order by id

-- name: select_shipments_by_tracking_number
-- The shipments that tracking numbers name.
select tracking_number, id from delivery_shipment where tracking_number = any(%(tracking_numbers)s::text[])

-- name: select_taken_tracking_numbers
-- Those of the tracking numbers that name a shipment already.
select tracking_number from delivery_shipment where tracking_number = any(%(tracking_numbers)s::text[])

-- name: lock_shipments
-- Locks shipments in the order of their keys.
select
    id, order_id, fulfillment_order_id, location_id, method, state, carrier, service, tracking_number, cost_minor,
    currency, weight_grams, parcels, deadline, arrives_on, created_at, labeled_at, handed_over_at, ended_at, how,
    signed_by, photo, reason, settled
from delivery_shipment
where id = any(%(shipment_ids)s::bigint[])
order by id
for no key update

-- name: select_lines_of_shipments
-- What shipments hold, line by line.
select shipment_id, line_number, sku_id, sku, quantity
from delivery_line
where shipment_id = any(%(shipment_ids)s::bigint[])
order by shipment_id, line_number

-- name: insert_shipments
-- New shipments.
insert into delivery_shipment (
    id, order_id, fulfillment_order_id, location_id, method, state, carrier, service, tracking_number, cost_minor,
    currency, weight_grams, parcels, deadline, arrives_on, created_at, labeled_at, handed_over_at, ended_at, how,
    signed_by, photo, reason, settled)
select
    id, order_id, fulfillment_order_id, location_id, method, state, carrier, service, tracking_number, cost_minor,
    currency, weight_grams, parcels, deadline, arrives_on, created_at, labeled_at, handed_over_at, ended_at, how,
    signed_by, photo, reason, settled
from json_populate_recordset(null::delivery_shipment, %(rows)s::json)

-- name: insert_lines
-- What new shipments hold.
insert into delivery_line (shipment_id, line_number, sku_id, sku, quantity)
select shipment_id, line_number, sku_id, sku, quantity
from json_populate_recordset(null::delivery_line, %(rows)s::json)

-- name: update_shipments
-- Shipments as they are now: what may change of them.
update delivery_shipment shipment set
    state = r.state, tracking_number = r.tracking_number, labeled_at = r.labeled_at, handed_over_at = r.handed_over_at,
    ended_at = r.ended_at, cost_minor = r.cost_minor, how = r.how, signed_by = r.signed_by, photo = r.photo, reason = r.reason,
    settled = r.settled
from json_populate_recordset(null::delivery_shipment, %(rows)s::json) r
where shipment.id = r.id

-- name: select_shipments
-- One page of the list of shipments, the newest first.
select
    shipment.id, shipment.order_id, shipment.fulfillment_order_id, location.code, shipment.method, shipment.state,
    shipment.carrier, shipment.service, shipment.tracking_number, shipment.cost_minor, shipment.currency,
    shipment.weight_grams, shipment.parcels, shipment.deadline, shipment.arrives_on, shipment.created_at,
    shipment.labeled_at, shipment.handed_over_at, shipment.ended_at, shipment.how, shipment.signed_by, shipment.photo,
    shipment.reason, shipment.manifest_id, shipment.settled
from delivery_shipment shipment
join network_location location on location.id = shipment.location_id
where shipment.id < %(before_id)s and shipment.state = any(%(states)s::text[])
    and (%(since)s::timestamptz is null or shipment.created_at >= %(since)s)
    and (%(before)s::timestamptz is null or shipment.created_at < %(before)s)
    and (%(order_id)s::bigint is null or shipment.order_id = %(order_id)s)
    and (%(location)s::text is null or location.code = %(location)s)
    and (%(carrier)s::text is null or shipment.carrier = %(carrier)s)
    and (%(channel)s::text is null
        or (select o.channel_id from orders_order o where o.id = shipment.order_id)
            = (select id from network_channel where code = %(channel)s))
order by shipment.id desc
limit %(limit)s

-- name: select_shipment
-- One shipment.
select
    shipment.id, shipment.order_id, shipment.fulfillment_order_id, location.code, shipment.method, shipment.state,
    shipment.carrier, shipment.service, shipment.tracking_number, shipment.cost_minor, shipment.currency,
    shipment.weight_grams, shipment.parcels, shipment.deadline, shipment.arrives_on, shipment.created_at,
    shipment.labeled_at, shipment.handed_over_at, shipment.ended_at, shipment.how, shipment.signed_by, shipment.photo,
    shipment.reason, shipment.manifest_id, shipment.settled
from delivery_shipment shipment
join network_location location on location.id = shipment.location_id
where shipment.id = %(shipment_id)s

-- name: select_shipment_named
-- The shipment that somebody means: its tracking number first, then its key.
select id from delivery_shipment
where tracking_number = %(name)s::text or id::text = %(name)s::text
order by tracking_number is not distinct from %(name)s::text desc
limit 1

-- name: select_shipment_created
-- How a shipment was made, from the journal.
select data::text from engine_event
where stream = %(stream)s and kind = 'ShipmentCreated' and (data ->> 'shipment_id')::bigint = %(shipment_id)s

-- name: select_timeline
-- What was said of a shipment, in the order in which it happened.
select event_id, status, occurred_at, recorded_at, recorded_by, detail, place
from delivery_tracking
where shipment_id = %(shipment_id)s
order by occurred_at, recorded_at, event_id

-- name: select_parcels
-- The parcels of labeled shipments, with what stands on their labels.
select
    shipment.id, shipment.order_id, shipment.location_id, shipment.carrier, shipment.service, shipment.tracking_number,
    package.sscc, package.weight_grams, row_number() over (partition by shipment.id order by package.id),
    shipment.parcels, orders.ship_to::text
from delivery_shipment shipment
join fulfillment_package package on package.shipment_id = shipment.id
join orders_order orders on orders.id = shipment.order_id
where shipment.id = any(%(shipment_ids)s::bigint[]) and shipment.tracking_number is not null
order by shipment.id, package.id

-- name: select_packed_lines
-- What is in the packages of shipments.
select
    shipment.id, shipment.order_id, shipment.location_id, orders.ship_to::text, line.number, line.sku, line.description,
    packed.quantity, line.quantity_scale, package.sscc
from delivery_shipment shipment
join fulfillment_package package on package.shipment_id = shipment.id
join fulfillment_package_line packed on packed.package_id = package.id
join orders_order orders on orders.id = shipment.order_id
join orders_line line on line.order_id = shipment.order_id and line.number = packed.line_number
where shipment.id = any(%(shipment_ids)s::bigint[])
order by shipment.id, line.number, package.id

-- name: select_manifest
-- One manifest.
select id, location_id, carrier, closed_at from delivery_manifest where id = %(manifest_id)s

-- name: select_manifest_lines
-- The shipments that a manifest lists.
select id, tracking_number, service, parcels, weight_grams
from delivery_shipment
where manifest_id = %(manifest_id)s
order by id

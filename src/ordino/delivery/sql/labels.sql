-- name: select_parcels_to_carry
-- The parcels of shipments with where they go, as a carrier is told.
select
    shipment.id, shipment.location_id, package.sscc, package.weight_grams, package.length_mm, package.width_mm,
    package.height_mm, orders.ship_to::text
from delivery_shipment shipment
join fulfillment_package package on package.shipment_id = shipment.id
join orders_order orders on orders.id = shipment.order_id
where shipment.id = any(%(shipment_ids)s::bigint[])
order by shipment.id, package.id

-- name: select_orders_and_shipments_of_labels
-- Whose labels they are, to lock orders and shipments first.
select order_id, shipment_id from delivery_label where id = any(%(label_ids)s::bigint[])

-- name: lock_labels
-- Locks labels of locked orders in the order of their keys.
select
    id, key, order_id, shipment_id, return_id, carrier, service, state, request::text, asked_at, settled_at,
    tracking_number, cost_minor, currency, media_type, reason
from delivery_label
where id = any(%(label_ids)s::bigint[])
order by id
for no key update

-- name: lock_open_labels
-- Locks the labels of locked shipments that are asked for or bought.
select
    id, key, order_id, shipment_id, return_id, carrier, service, state, request::text, asked_at, settled_at,
    tracking_number, cost_minor, currency, media_type, reason
from delivery_label
where shipment_id = any(%(shipment_ids)s::bigint[]) and state in ('requested', 'bought')
order by id
for no key update

-- name: insert_labels
-- Labels that carriers outside are asked for.
insert into delivery_label (id, key, order_id, shipment_id, return_id, carrier, service, state, request, asked_at)
select id, key, order_id, shipment_id, return_id, carrier, service, state, request::jsonb, asked_at
from json_to_recordset(%(rows)s::json) as r(
    id bigint, key text, order_id bigint, shipment_id bigint, return_id bigint, carrier text, service text, state text,
    request text, asked_at timestamptz)

-- name: update_labels
-- Labels as they are now; a document, once there, stays.
update delivery_label label set
    state = r.state, settled_at = r.settled_at, tracking_number = r.tracking_number, cost_minor = r.cost_minor,
    currency = r.currency, media_type = r.media_type, reason = r.reason,
    document = coalesce(nullif(decode(r.document, 'base64'), ''::bytea), label.document)
from json_to_recordset(%(rows)s::json) as r(
    id bigint, state text, settled_at timestamptz, tracking_number text, cost_minor bigint, currency text, media_type text,
    reason text, document text)
where label.id = r.id

-- name: select_bought_label
-- The label to print that a carrier outside has sold for a shipment or a return.
select tracking_number, encode(document, 'base64'), media_type
from delivery_label
where state = 'bought' and document is not null
    and (shipment_id = %(shipment_id)s::bigint or return_id = %(return_id)s::bigint)

-- name: select_active_carriers
-- Those of the carriers that work for us now.
select code from network_carrier where active and code = any(%(codes)s::text[]) order by code

-- name: select_offers
-- What carriers outside would take for packages of fulfillment orders, while they stand by it.
select offer.package_ids, offer.carrier, offer.service, offer.cost_minor, offer.currency, offer.arrives_on
from delivery_offer offer
join network_carrier carrier on carrier.code = offer.carrier and carrier.active
where offer.fulfillment_order_id = any(%(fulfillment_order_ids)s::bigint[]) and offer.expires_at > %(now)s
order by offer.id

-- name: delete_offers
-- What a carrier says of packages replaces what it said before.
delete from delivery_offer offer
using json_to_recordset(%(rows)s::json) as r(package_ids bigint[], carrier text)
where offer.package_ids = r.package_ids and offer.carrier = r.carrier

-- name: insert_offers
-- What carriers outside would take.
insert into delivery_offer (
    fulfillment_order_id, package_ids, carrier, service, cost_minor, currency, arrives_on, expires_at)
select fulfillment_order_id, package_ids, carrier, service, cost_minor, currency, arrives_on, %(expires_at)s
from json_to_recordset(%(rows)s::json) as r(
    fulfillment_order_id bigint, package_ids bigint[], carrier text, service text, cost_minor bigint, currency text,
    arrives_on date)

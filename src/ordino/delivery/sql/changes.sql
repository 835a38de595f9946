-- name: select_changed_shipments
-- Shipments in the order of their last change, read along the journal: of each shipment the event that is the last to name it.
-- `position + 0` keeps the planner from reading the journal from its beginning, `offset 0` from reading it all to compare it.
select
    shipment.id, shipment.order_id, shipment.fulfillment_order_id, location.code, shipment.method, shipment.state,
    shipment.carrier, shipment.service, shipment.tracking_number, shipment.cost_minor, shipment.currency,
    shipment.weight_grams, shipment.parcels, shipment.deadline, shipment.arrives_on, shipment.created_at,
    shipment.labeled_at, shipment.handed_over_at, shipment.ended_at, shipment.how, shipment.signed_by, shipment.photo,
    shipment.reason, shipment.manifest_id, shipment.settled, changed.recorded_at, changed.position
from (
    select (event.data ->> 'shipment_id')::bigint as id, event.recorded_at, event.position
    from engine_event event
    where event.position > %(after_position)s and event.recorded_at >= %(since)s
        and event.position >= (select min(position + 0) from engine_event where recorded_at >= %(since)s)
        and event.kind = any(%(kinds)s)
        and not exists (
            select from engine_event later
            where later.stream = event.stream and later.sequence > event.sequence and later.kind = any(%(kinds)s)
                and later.data ->> 'shipment_id' = event.data ->> 'shipment_id'
            offset 0)
        and exists (
            select from delivery_shipment shipment join orders_order o on o.id = shipment.order_id
            where shipment.id = (event.data ->> 'shipment_id')::bigint and shipment.state = any(%(states)s::text[])
                and (%(channel)s::text is null
                    or o.channel_id = (select id from network_channel where code = %(channel)s))
            offset 0)
    order by event.position
    limit %(limit)s
) as changed
join delivery_shipment shipment on shipment.id = changed.id
join network_location location on location.id = shipment.location_id
order by changed.position

-- name: select_unlisted
-- What was handed over and is on no manifest yet, of the locations and carriers asked for, locked so that it is listed once.
select shipment.location_id, shipment.carrier, shipment.id
from delivery_shipment shipment
join (
    select distinct location_id, carrier
    from json_to_recordset(%(places)s::json) as r(location_id bigint, carrier text)
) as wanted using (location_id, carrier)
where shipment.handed_over_at is not null and shipment.manifest_id is null and shipment.method = 'ship'
order by shipment.id
for no key update of shipment

-- name: insert_manifests
-- New manifests.
insert into delivery_manifest (id, location_id, carrier, closed_at, shipments)
select id, location_id, carrier, %(now)s, shipments
from json_populate_recordset(null::delivery_manifest, %(rows)s::json)

-- name: list_shipments
-- Says on which manifest shipments are listed.
update delivery_shipment shipment set manifest_id = r.manifest_id
from json_to_recordset(%(rows)s::json) as r(manifest_id bigint, shipment_id bigint)
where shipment.id = r.shipment_id

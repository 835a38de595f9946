-- name: select_rates
-- Every step of every active service on the lanes.
with lane as (
    select distinct from_country, to_country
    from json_to_recordset(%(lanes)s::json) as lane (from_country text, to_country text)
)
select s.id, c.code, s.code, r.from_country, r.to_country, r.max_weight_grams, r.amount_minor, r.currency, r.transit_days,
    s.volume_divisor
from lane
join network_rate r on r.from_country = lane.from_country and r.to_country = lane.to_country
join network_service s on s.id = r.service_id and s.active
join network_carrier c on c.id = s.carrier_id and c.active
order by r.from_country, r.to_country, c.code, s.code, r.currency, r.max_weight_grams

-- name: lock_carriers
-- The carriers that are about to be registered again, locked in the order of their keys.
select id, code, name, active from network_carrier where code = any(%(codes)s) order by id for no key update

-- name: insert_carriers
-- New carriers.
insert into network_carrier (id, code, name, active)
select id, code, name, active from json_populate_recordset(null::network_carrier, %(rows)s::json)

-- name: update_carriers
-- Carriers registered again with other details.
update network_carrier c set name = r.name, active = r.active
from json_populate_recordset(null::network_carrier, %(rows)s::json) r
where c.id = r.id

-- name: select_services
-- The services of the carriers.
select id, carrier_id, code, name, active, volume_divisor from network_service where carrier_id = any(%(carrier_ids)s)

-- name: upsert_services
-- New services, and those with other details.
insert into network_service (id, carrier_id, code, name, active, volume_divisor)
select id, carrier_id, code, name, active, volume_divisor from json_populate_recordset(null::network_service, %(rows)s::json)
on conflict (id) do update set name = excluded.name, active = excluded.active, volume_divisor = excluded.volume_divisor

-- name: select_rate_tables
-- The rate tables of the services, in the order in which tables are compared.
select service_id, from_country, to_country, currency, max_weight_grams, amount_minor, transit_days
from network_rate
where service_id = any(%(service_ids)s)
order by service_id, from_country collate "C", to_country collate "C", currency collate "C", max_weight_grams

-- name: delete_rate_tables
-- A service's rate table is replaced as a whole.
delete from network_rate where service_id = any(%(service_ids)s) returning service_id

-- name: insert_rates
-- The rate tables from now on.
insert into network_rate (service_id, from_country, to_country, currency, max_weight_grams, amount_minor, transit_days)
select service_id, from_country, to_country, currency, max_weight_grams, amount_minor, transit_days
from json_populate_recordset(null::network_rate, %(rows)s::json)

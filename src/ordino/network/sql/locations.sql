-- name: select_fulfilling_locations
-- Where goods are sent from now, by priority.
select id, code, name, kind, country, region, postal_code, city, street, latitude, longitude, time_zone, cutoff,
    working_days, daily_capacity_orders, handling_days, priority, fulfills, active, release,
    array(select h.day from network_holiday h where h.location_id = l.id order by h.day)
from network_location l
where active and fulfills
order by priority, id

-- name: select_locations_by_code
-- Locations by code, whether they fulfill or not.
select id, code, name, kind, country, region, postal_code, city, street, latitude, longitude, time_zone, cutoff,
    working_days, daily_capacity_orders, handling_days, priority, fulfills, active, release,
    array(select h.day from network_holiday h where h.location_id = l.id order by h.day)
from network_location l
where code = any(%(codes)s)

-- name: select_locations_by_id
-- Locations by key, whether they fulfill or not.
select id, code, name, kind, country, region, postal_code, city, street, latitude, longitude, time_zone, cutoff,
    working_days, daily_capacity_orders, handling_days, priority, fulfills, active, release,
    array(select h.day from network_holiday h where h.location_id = l.id order by h.day)
from network_location l
where id = any(%(ids)s)

-- name: lock_locations
-- The locations that are about to be registered again, locked in the order of their keys.
select id, code, name, kind, country, region, postal_code, city, street, latitude, longitude, time_zone, cutoff,
    working_days, daily_capacity_orders, handling_days, priority, fulfills, active, release,
    array(select h.day from network_holiday h where h.location_id = l.id order by h.day)
from network_location l
where code = any(%(codes)s)
order by id
for no key update of l

-- name: insert_locations
-- New locations.
insert into network_location (id, code, name, kind, country, region, postal_code, city, street, latitude, longitude,
    time_zone, cutoff, working_days, daily_capacity_orders, handling_days, priority, fulfills, active, release)
select id, code, name, kind, country, region, postal_code, city, street, latitude, longitude,
    time_zone, cutoff, working_days, daily_capacity_orders, handling_days, priority, fulfills, active, release
from json_populate_recordset(null::network_location, %(rows)s::json)

-- name: update_locations
-- Locations registered again with other details.
update network_location l
set name = r.name, kind = r.kind, country = r.country, region = r.region, postal_code = r.postal_code, city = r.city,
    street = r.street, latitude = r.latitude, longitude = r.longitude, time_zone = r.time_zone, cutoff = r.cutoff,
    working_days = r.working_days, daily_capacity_orders = r.daily_capacity_orders, handling_days = r.handling_days,
    priority = r.priority, fulfills = r.fulfills, active = r.active, release = r.release
from json_populate_recordset(null::network_location, %(rows)s::json) r
where l.id = r.id

-- name: delete_holidays
-- A location's holidays are replaced as a whole.
delete from network_holiday where location_id = any(%(location_ids)s) returning location_id

-- name: insert_holidays
-- The holidays from now on.
insert into network_holiday (location_id, day, name)
select location_id, day, name from json_populate_recordset(null::network_holiday, %(rows)s::json)

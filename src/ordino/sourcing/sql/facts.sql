-- name: select_facts
-- Everything a batch needs to know of the network, as one JSON object: locations that fulfill, rules, transit days to the
-- destinations (of the cheapest service), holidays in the days that matter, channels that leave units in stock.
select json_build_object(
    'locations', (
        select coalesce(json_agg(json_build_object(
            'id', location.id, 'code', location.code, 'priority', location.priority, 'country', location.country,
            'latitude', location.latitude::text, 'longitude', location.longitude::text, 'time_zone', location.time_zone,
            'cutoff', location.cutoff, 'working_days', location.working_days, 'handling_days', location.handling_days,
            'capacity', location.daily_capacity_orders,
            'holidays', (
                select coalesce(json_agg(holiday.day), '[]') from network_holiday holiday
                where holiday.location_id = location.id and holiday.day between %(from_day)s and %(to_day)s
            )
        ) order by location.id), '[]')
        from network_location location
        where location.active and location.fulfills
    ),
    'rules', (
        select coalesce(json_agg(json_build_object(
            'channel_id', rule.channel_id, 'max_parcels', rule.max_parcels,
            'extra_parcel_cost_minor', rule.extra_parcel_cost_minor, 'default_transit_days', rule.default_transit_days,
            'costs', rule.costs, 'location_costs', rule.location_costs
        )), '[]')
        from sourcing_rule rule
    ),
    'buffers', (
        select coalesce(json_agg(json_build_object('channel_id', channel.id, 'stock_buffer', channel.stock_buffer)), '[]')
        from network_channel channel
        where channel.stock_buffer > 0
    ),
    'lanes', (
        select coalesce(json_agg(json_build_object(
            'from_country', lane.from_country, 'to_country', lane.to_country, 'transit_days', lane.transit_days
        )), '[]')
        from (
            select distinct on (rate.from_country, rate.to_country) rate.from_country, rate.to_country, rate.transit_days
            from network_rate rate
            join network_service service on service.id = rate.service_id and service.active
            where rate.to_country = any(%(countries)s::text[])
                and rate.from_country in (select country from network_location where active and fulfills)
            order by rate.from_country, rate.to_country, rate.amount_minor, rate.transit_days, rate.id
        ) as lane
    )
)::text

-- name: count_orders_by_location
-- How many orders took stock at each of the given locations since the given moment.
select location_id, count(distinct order_id)
from inventory_allocation
where location_id = any(%(location_ids)s::bigint[]) and created_at >= %(since)s
group by location_id

-- name: upsert_rules
-- Sets the rules of a channel, or those of all others.
insert into sourcing_rule (
    channel_id, max_parcels, extra_parcel_cost_minor, default_transit_days, costs, location_costs, updated_at)
select r.channel_id, r.max_parcels, r.extra_parcel_cost_minor, r.default_transit_days, r.costs, r.location_costs, %(now)s
from json_to_recordset(%(rows)s::json) as r(
    channel_id bigint, max_parcels smallint, extra_parcel_cost_minor bigint, default_transit_days smallint,
    costs jsonb, location_costs jsonb)
on conflict (channel_id) do update set
    max_parcels = excluded.max_parcels, extra_parcel_cost_minor = excluded.extra_parcel_cost_minor,
    default_transit_days = excluded.default_transit_days, costs = excluded.costs,
    location_costs = excluded.location_costs, updated_at = excluded.updated_at

-- name: select_skus
-- The ids of SKUs by their codes.
select code, id from catalog_sku where code = any(%(codes)s::text[])

-- name: select_locations
-- The ids of locations by their codes.
select code, id from network_location where code = any(%(codes)s::text[])

-- name: select_location_codes
-- The codes of locations by their ids.
select code, id from network_location where id = any(%(ids)s::bigint[])

-- name: select_channels
-- The ids of channels by their codes.
select code, id from network_channel where code = any(%(codes)s::text[])

-- name: select_stock_age
-- For each level, the days since the oldest unit on hand came in, first in first out: of the receipts, newest first, those that
-- together make up what is on hand.
select arrived.sku_id, arrived.location_id, extract(day from %(now)s::timestamptz - min(arrived.occurred_at))::bigint
from (
    select
        level.sku_id, level.location_id, level.on_hand, movement.occurred_at,
        sum(movement.quantity) over (
            partition by level.sku_id, level.location_id order by movement.occurred_at desc, movement.id desc
        ) - movement.quantity as newer
    from json_to_recordset(%(levels)s::json) as level(sku_id bigint, location_id bigint, on_hand bigint)
    join inventory_movement movement on movement.sku_id = level.sku_id
        and movement.to_account like 'location/' || level.location_id || '/%%'
        and movement.from_account not like 'location/' || level.location_id || '/%%'
) as arrived
where arrived.newer < arrived.on_hand
group by arrived.sku_id, arrived.location_id

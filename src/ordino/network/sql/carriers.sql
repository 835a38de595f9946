-- name: select_rates
-- Every step of every active service on the lanes.
with lane as (
    select distinct from_country, to_country
    from json_to_recordset(%(lanes)s::json) as lane (from_country text, to_country text)
)
select s.id, c.code, s.code, r.from_country, r.to_country, r.max_weight_grams, r.amount_minor, r.currency, r.transit_days
from lane
join network_rate r on r.from_country = lane.from_country and r.to_country = lane.to_country
join network_service s on s.id = r.service_id and s.active
join network_carrier c on c.id = s.carrier_id and c.active
order by r.from_country, r.to_country, c.code, s.code, r.currency, r.max_weight_grams

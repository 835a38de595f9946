-- name: select_tax_rates
-- The rates of the places and of their countries, of all categories and days; who asks decides.
select country, region, category, rate, valid_from, valid_to
from network_tax_rate
where country = any(%(countries)s) and region = any(%(regions)s)
order by country, region, category, valid_from

-- name: upsert_tax_rates
-- New rates, and those that differ; a rate is known by place, category and first day.
insert into network_tax_rate (country, region, category, rate, valid_from, valid_to)
select country, region, category, rate, valid_from, valid_to
from json_populate_recordset(null::network_tax_rate, %(rows)s::json)
on conflict (country, region, category, valid_from) do update set rate = excluded.rate, valid_to = excluded.valid_to

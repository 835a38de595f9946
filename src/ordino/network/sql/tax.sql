-- name: select_tax_rates
-- The rates of the places and of their countries, of all categories and days; who asks decides.
select country, region, category, rate, valid_from, valid_to
from network_tax_rate
where country = any(%(countries)s) and region = any(%(regions)s)
order by country, region, category, valid_from

-- name: select_channels
-- The channels of a batch, with what pricing and verification need of them.
select id, code, currency, price_list_id, prices_include_tax, tax_rounding, out_of_stock, payment_minutes
from network_channel where code = any(%(codes)s)

-- name: select_skus
-- The SKUs of a batch by code.
select id, code, name, kind, tax_category, quantity_scale, sellable from catalog_sku where code = any(%(codes)s)

-- name: select_components
-- What the bundles of a batch consist of.
select c.bundle_id, c.quantity, s.id, s.code, s.name, s.kind, s.tax_category, s.quantity_scale, s.sellable
from catalog_bundle_component c join catalog_sku s on s.id = c.sku_id
where c.bundle_id = any(%(bundle_ids)s) order by c.bundle_id, s.code

-- name: select_customers
-- The customers of a batch, by key or by their reference in a channel; one that was merged is the one that stands for it.
select asked.id, c.id, c.name, c.email, c.price_list_id, c.credit_limit_minor, c.currency, asked.channel_id,
    asked.external_reference
from (
    select id, channel_id, external_reference, merged_into_id from parties_customer where id = any(%(ids)s)
    union
    select p.id, p.channel_id, p.external_reference, p.merged_into_id from parties_customer p
    join json_to_recordset(%(references)s::json) as r(channel_id bigint, external_reference text)
        on r.channel_id = p.channel_id and r.external_reference = p.external_reference
) as asked
join parties_customer c on c.id = coalesce(asked.merged_into_id, asked.id)

-- name: lock_credit
-- Locks customers who buy on invoice, in key order, so that two orders at once cannot both use the last of the limit.
select id from parties_customer where id = any(%(ids)s) order by id for no key update

-- name: select_credit_used
-- What open orders on invoice in the limit's currency add up to for each customer, those of customers merged into it included.
select c.id, sum(o.total_minor)::bigint
from parties_customer p
join parties_customer c on c.id = coalesce(p.merged_into_id, p.id)
join orders_order o on o.customer_id = p.id and o.currency = c.currency
where (p.id = any(%(ids)s) or p.merged_into_id = any(%(ids)s))
    and o.payment_terms = 'on_invoice' and o.state in ('placed', 'confirmed')
group by 1

-- name: select_prices
-- The prices of the batch's SKUs in the price lists that may apply.
select p.price_list_id, p.sku_id, p.customer_id, p.minimum_quantity, p.unit_price, l.currency, l.includes_tax,
    l.valid_from, l.valid_to
from catalog_price p join catalog_price_list l on l.id = p.price_list_id
where p.sku_id = any(%(sku_ids)s) and p.price_list_id = any(%(price_list_ids)s)

-- name: select_tax_rates
-- The tax rates of the destinations of a batch.
select country, region, category, rate, valid_from, valid_to from network_tax_rate where country = any(%(countries)s)

-- name: select_known_references
-- The orders that the batch's external references name already.
select o.channel_id, o.external_reference, o.id, o.state, o.version, o.total_minor, o.currency
from orders_order o
join json_to_recordset(%(references)s::json) as r(channel_id bigint, external_reference text)
    on r.channel_id = o.channel_id and r.external_reference = o.external_reference

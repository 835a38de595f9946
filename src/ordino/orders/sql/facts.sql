-- name: select_channels
-- The channels of a batch, with what pricing and verification need of them.
select id, code, currency, price_list_id, prices_include_tax, tax_rounding, out_of_stock, payment_minutes
from network_channel where code = any(%(channels)s::text[])

-- name: select_skus
-- The SKUs of a batch by code.
select id, code, name, kind, tax_category, quantity_scale, sellable, backorderable
from catalog_sku where code = any(%(codes)s::text[])

-- name: select_components
-- What the bundles of a batch consist of.
select c.bundle_id, c.quantity, s.id, s.code, s.name, s.kind, s.tax_category, s.quantity_scale, s.sellable,
    s.backorderable
from catalog_bundle_component c join catalog_sku s on s.id = c.sku_id
where c.bundle_id = any(%(bundle_ids)s) order by c.bundle_id, s.code

-- name: select_customers
-- The customers of a batch, by key or by their reference in a channel; one that was merged is the one that stands for it.
select
    asked.id, coalesce(main.id, asked.id), coalesce(main.name, asked.name), coalesce(main.email, asked.email),
    case when main.id is null then asked.price_list_id else main.price_list_id end,
    case when main.id is null then asked.credit_limit_minor else main.credit_limit_minor end,
    case when main.id is null then asked.currency else main.currency end,
    asked.channel_id, asked.external_reference
from parties_customer asked
left join parties_customer main on main.id = asked.merged_into_id
where asked.id = any(%(customer_ids)s::bigint[] || array(
    select p.id
    from unnest(%(customer_channels)s::text[], %(customer_references)s::text[]) as r(channel, external_reference)
    join network_channel c on c.code = r.channel
    join parties_customer p on p.channel_id = c.id and p.external_reference = r.external_reference
))

-- name: lock_credit
-- Locks customers who buy on invoice, in key order, so that two orders at once cannot both use the last of the limit.
select id from parties_customer where id = any(%(ids)s) order by id for no key update

-- name: select_credit_used
-- What is still to be paid of orders on invoice in the limit's currency, those of customers merged into it included: what was
-- paid or credited frees the limit, and a completed order uses it until it is paid.
select c.id, sum(greatest(o.total_minor - o.credited_minor - o.captured_minor + o.refunded_minor, 0))::bigint
from parties_customer p
join parties_customer c on c.id = coalesce(p.merged_into_id, p.id)
join orders_order o on o.customer_id = p.id and o.currency = c.currency
where (p.id = any(%(ids)s) or p.merged_into_id = any(%(ids)s))
    and o.payment_terms = 'on_invoice' and o.state in ('placed', 'confirmed', 'completed')
group by 1

-- name: select_prices
-- The prices of the batch's SKUs in the price lists of its channels.
select p.price_list_id, p.sku_id, p.customer_id, p.minimum_quantity, p.unit_price, l.currency, l.includes_tax,
    l.valid_from, l.valid_to
from catalog_price_list l
join catalog_price p on p.price_list_id = l.id and p.sku_id = any(array(select id from catalog_sku where code = any(%(unpriced)s::text[])))
where l.id = any(array(select price_list_id from network_channel where code = any(%(channels)s::text[])))

-- name: select_prices_of_lists
-- The prices of the batch's SKUs in given price lists.
select p.price_list_id, p.sku_id, p.customer_id, p.minimum_quantity, p.unit_price, l.currency, l.includes_tax,
    l.valid_from, l.valid_to
from catalog_price_list l
join catalog_price p on p.price_list_id = l.id and p.sku_id = any(array(select id from catalog_sku where code = any(%(codes)s)))
where l.id = any(%(price_list_ids)s)

-- name: select_tax_rates
-- The tax rates of the destinations of a batch.
select country, region, category, rate, valid_from, valid_to from network_tax_rate where country = any(%(countries)s::text[])

-- name: select_known_references
-- The orders that the batch's external references name already, each looked up by its key however few orders there were when
-- the statement was planned.
select c.code, o.external_reference, o.id, o.state, o.version, o.total_minor, o.currency
from unnest(%(order_channels)s::text[], %(order_references)s::text[]) as r(channel, external_reference)
join network_channel c on c.code = r.channel
cross join lateral (
    select external_reference, id, state, version, total_minor, currency from orders_order
    where channel_id = c.id and external_reference = r.external_reference
    offset 0
) as o

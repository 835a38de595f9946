-- name: select_prices
-- Every price that could hold for what is asked: the list's and the customer's own, all breaks; who asks decides.
with asked as (
    select distinct price_list_id, sku_id, customer_id
    from json_to_recordset(%(wishes)s::json) as wish (price_list_id bigint, sku_id bigint, customer_id bigint)
)
select distinct p.price_list_id, p.sku_id, p.customer_id, p.minimum_quantity, p.unit_price,
    l.currency, l.includes_tax, l.valid_from, l.valid_to
from asked a
join catalog_price p on p.price_list_id = a.price_list_id and p.sku_id = a.sku_id
    and (p.customer_id is null or p.customer_id = a.customer_id)
join catalog_price_list l on l.id = p.price_list_id

-- name: select_price_lists
-- Price lists by code.
select id, code, currency, includes_tax, valid_from, valid_to from catalog_price_list where code = any(%(codes)s)

-- name: lock_price_lists
-- The price lists that are about to change, locked in the order of their keys.
select id, code, currency, includes_tax, valid_from, valid_to from catalog_price_list
where code = any(%(codes)s)
order by id
for no key update

-- name: insert_price_lists
-- New price lists.
insert into catalog_price_list (id, code, currency, includes_tax, valid_from, valid_to)
select id, code, currency, includes_tax, valid_from, valid_to
from json_populate_recordset(null::catalog_price_list, %(rows)s::json)

-- name: update_price_lists
-- The validity and tax of lists; a list's currency never changes.
update catalog_price_list l
set includes_tax = r.includes_tax, valid_from = r.valid_from, valid_to = r.valid_to
from json_populate_recordset(null::catalog_price_list, %(rows)s::json) r
where l.id = r.id

-- name: upsert_prices
-- Prices as they are from now on.
insert into catalog_price (price_list_id, sku_id, customer_id, minimum_quantity, unit_price)
select price_list_id, sku_id, customer_id, minimum_quantity, unit_price
from json_populate_recordset(null::catalog_price, %(rows)s::json)
on conflict (price_list_id, sku_id, customer_id, minimum_quantity) do update set unit_price = excluded.unit_price

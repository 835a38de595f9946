-- name: select_key_bounds
-- What random keys are drawn from: order numbers, how many orders, SKUs and customers, the newest moment.
select
    (select min(id) from orders_order), (select max(id) from orders_order), (select count(*) from orders_order),
    (select count(*) from catalog_sku), (select count(*) from parties_customer), (select max(placed_at) from orders_order)

-- name: select_orders_by_number
-- The order of a number.
select id from orders_order where id = %(key)s

-- name: select_orders_by_reference
-- The orders that a channel knows under a reference.
select id from orders_order where external_reference = %(key)s order by id desc limit 50

-- name: select_orders_by_email
-- The newest orders of an e-mail address.
select id from orders_order where lower(email) = lower(%(key)s) and email <> '' order by id desc limit 50

-- name: select_orders_by_sku
-- The newest orders of a SKU.
select distinct order_id from orders_line
where sku_id = (select id from catalog_sku where code = %(key)s) order by order_id desc limit 50

-- name: select_orders_by_state
-- The newest orders of a state before a moment.
select id from orders_order
where state = %(state)s and placed_at <= %(before)s order by placed_at desc, id desc limit 50

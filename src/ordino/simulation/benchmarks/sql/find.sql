-- name: select_key_bounds
-- What random keys are drawn from: order numbers, how many orders, SKUs and customers, the newest moment.
select
    (select min(id) from orders_order), (select max(id) from orders_order), (select count(*) from orders_order),
    (select count(*) from catalog_sku), (select count(*) from parties_customer), (select min(placed_at) from orders_order),
    (select max(placed_at) from orders_order)

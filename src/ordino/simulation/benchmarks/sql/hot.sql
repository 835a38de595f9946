-- name: select_taken
-- How many units of a SKU are committed at each location.
select location.code, level.allocated
from inventory_level level
join catalog_sku sku on sku.id = level.sku_id and sku.code = %(sku)s
join network_location location on location.id = level.location_id
order by level.sku_id, level.location_id

-- name: prove_stock
-- Holds levels to what is committed from them, and lines to what is committed to them.
select
    (select count(*) from inventory_level
        where on_hand < reserved + allocated + unavailable or least(on_hand, reserved, allocated, unavailable) < 0),
    (select count(*) from inventory_level level
        full join (
            select sku_id, location_id, sum(quantity) as quantity from inventory_allocation group by sku_id, location_id
        ) as given using (sku_id, location_id)
        where coalesce(level.allocated, 0) <> coalesce(given.quantity, 0)),
    (select count(*) from orders_line line
        left join (
            select order_id, line_number, sum(quantity) as quantity from inventory_allocation group by order_id, line_number
        ) as given on given.order_id = line.order_id and given.line_number = line.number
        where line.allocated <> coalesce(given.quantity, 0)
            or line.allocated + line.backordered + line.unsourced + line.canceled <> line.ordered),
    hot.on_hand, hot.allocated, hot.backordered
from (
    select
        (select sum(level.on_hand)::bigint from inventory_level level where level.sku_id = sku.id) as on_hand,
        (select sum(level.allocated)::bigint from inventory_level level where level.sku_id = sku.id) as allocated,
        (select sum(line.backordered)::bigint from orders_line line where line.sku_id = sku.id) as backordered
    from catalog_sku sku where sku.code = %(hot)s
) as hot

-- name: insert_packages
-- Packs packages.
insert into fulfillment_package (
    id, fulfillment_order_id, sscc, box, weight_grams, length_mm, width_mm, height_mm, packed_at)
select id, fulfillment_order_id, sscc, box, weight_grams, length_mm, width_mm, height_mm, %(now)s
from json_to_recordset(%(rows)s::json) as r(
    id bigint, fulfillment_order_id bigint, sscc text, box text, weight_grams bigint, length_mm bigint, width_mm bigint,
    height_mm bigint)

-- name: insert_package_lines
-- What is in the packages.
insert into fulfillment_package_line (package_id, line_number, sku_id, quantity)
select package_id, line_number, sku_id, quantity
from json_to_recordset(%(rows)s::json) as r(package_id bigint, line_number integer, sku_id bigint, quantity bigint)

-- name: select_boxes
-- The boxes that are packed into.
select code, length_mm, width_mm, height_mm, maximum_weight_grams, tare_weight_grams
from fulfillment_box where active order by code

-- name: select_measures
-- Weights and sizes of the SKUs of fulfillment orders.
select sku.id, sku.weight_grams, sku.length_mm, sku.width_mm, sku.height_mm, sku.quantity_scale
from catalog_sku sku
where sku.id in (select sku_id from fulfillment_line where fulfillment_order_id = any(%(ids)s::bigint[]))

-- name: lock_packages
-- Locks packages and, before each, its order and its fulfillment order, in the order of their numbers.
select package.id, package.fulfillment_order_id, f.order_id, f.location_id, location.code, f.method, package.sscc, package.box,
    package.weight_grams, package.state, package.shipment_id, package.length_mm, package.width_mm, package.height_mm
from fulfillment_package package
join fulfillment_order f on f.id = package.fulfillment_order_id
join orders_order o on o.id = f.order_id
join network_location location on location.id = f.location_id
where package.id = any(%(package_ids)s::bigint[])
order by o.id, f.id, package.id
for no key update of o, f, package

-- name: select_fulfillment_orders_of_packages
-- Whose packages they are.
select distinct fulfillment_order_id from fulfillment_package where id = any(%(package_ids)s::bigint[])

-- name: select_packages
-- The packages of locked fulfillment orders that stand packed.
select id, fulfillment_order_id, sscc, box, weight_grams, shipment_id
from fulfillment_package
where fulfillment_order_id = any(%(ids)s::bigint[]) and state = 'packed'
order by fulfillment_order_id, id

-- name: select_package_lines
-- What is in packages.
select line.package_id, line.line_number, line.sku_id, sku.code, line.quantity
from fulfillment_package_line line
join catalog_sku sku on sku.id = line.sku_id
where line.package_id = any(%(package_ids)s::bigint[])
order by line.package_id, line.line_number

-- name: unpack_packages
-- Takes packages of locked fulfillment orders apart.
update fulfillment_package package
set state = 'unpacked'
from json_to_recordset(%(rows)s::json) as r(id bigint)
where package.id = r.id

-- name: put_into_shipments
-- States in which shipment locked packages leave.
update fulfillment_package package
set shipment_id = r.shipment_id
from json_to_recordset(%(rows)s::json) as r(package_id bigint, shipment_id bigint)
where package.id = r.package_id and package.state = 'packed'
returning package.id

-- name: take_out_of_shipments
-- Lets the packages of shipments that are called off stand packed again.
update fulfillment_package set shipment_id = null
where shipment_id = any(%(shipment_ids)s::bigint[]) and state = 'packed'
returning id

-- name: ship_packages
-- The packages of shipments have left, and with them what is in them.
with gone as (
    update fulfillment_package set state = 'shipped'
    where shipment_id = any(%(shipment_ids)s::bigint[]) and state = 'packed'
    returning id, fulfillment_order_id
)
update fulfillment_line line
set shipped = line.shipped + sums.quantity
from (
    select gone.fulfillment_order_id, content.line_number, sum(content.quantity)::bigint as quantity
    from gone join fulfillment_package_line content on content.package_id = gone.id
    group by gone.fulfillment_order_id, content.line_number
) as sums
where line.fulfillment_order_id = sums.fulfillment_order_id and line.line_number = sums.line_number
returning line.fulfillment_order_id

-- name: ship_fulfillment_orders
-- A fulfillment order of which every unit has left is shipped.
update fulfillment_order f
set state = 'shipped'
where f.id in (select fulfillment_order_id from fulfillment_package where shipment_id = any(%(shipment_ids)s::bigint[]))
    and f.state = 'packed'
    and not exists (
        select from fulfillment_line line where line.fulfillment_order_id = f.id and line.shipped < line.quantity)
returning f.id

-- name: upsert_boxes
-- Registers boxes, or changes them.
insert into fulfillment_box (
    code, length_mm, width_mm, height_mm, maximum_weight_grams, tare_weight_grams, active)
select code, length_mm, width_mm, height_mm, maximum_weight_grams, tare_weight_grams, active
from json_to_recordset(%(rows)s::json) as r(
    code text, length_mm bigint, width_mm bigint, height_mm bigint, maximum_weight_grams bigint, tare_weight_grams bigint,
    active boolean)
on conflict (code) do update set
    length_mm = excluded.length_mm, width_mm = excluded.width_mm, height_mm = excluded.height_mm,
    maximum_weight_grams = excluded.maximum_weight_grams, tare_weight_grams = excluded.tare_weight_grams,
    active = excluded.active

-- name: insert_package_serials
-- The numbered units in the packages.
insert into fulfillment_package_serial (package_id, line_number, sku_id, code)
select package_id, line_number, sku_id, code
from json_to_recordset(%(rows)s::json) as r(package_id bigint, line_number integer, sku_id bigint, code text)

-- name: select_numbered
-- Where units of SKUs have serial numbers: how many, of how many that are for sale, and how many units stand packed there unnamed.
with numbered as materialized (
    select asked.sku_id, asked.location_id, count(*) as quantity
    from (
        select distinct sku_id, location_id
        from json_to_recordset(%(pairs)s::json) as r(sku_id bigint, location_id bigint)
    ) as asked
    join inventory_serial serial on serial.sku_id = asked.sku_id
        and serial.account = 'location/' || asked.location_id || '/available'
    group by asked.sku_id, asked.location_id
)
select numbered.sku_id, numbered.location_id, numbered.quantity, level.on_hand - level.unavailable, packed.quantity
from numbered
join inventory_level level on level.sku_id = numbered.sku_id and level.location_id = numbered.location_id
cross join lateral (
    select coalesce(sum(content.quantity - named.quantity), 0)::bigint as quantity
    from fulfillment_order f
    join fulfillment_package package on package.fulfillment_order_id = f.id and package.state = 'packed'
    join fulfillment_package_line content on content.package_id = package.id and content.sku_id = numbered.sku_id
    cross join lateral (
        select count(*) as quantity from fulfillment_package_serial serial
        where serial.package_id = content.package_id and serial.line_number = content.line_number
    ) as named
    where f.location_id = numbered.location_id and f.state in ('picking', 'packed')
) as packed

-- name: select_packed_serials
-- Which of the numbered units stand in a package.
select serial.sku_id, serial.code, serial.package_id
from json_to_recordset(%(serials)s::json) as r(sku_id bigint, code text)
join fulfillment_package_serial serial on serial.sku_id = r.sku_id and serial.code = r.code
join fulfillment_package package on package.id = serial.package_id and package.state = 'packed'

-- name: select_serials_of_shipments
-- The numbered units that leave, or left, with shipments.
select package.shipment_id, serial.line_number, serial.code
from fulfillment_package package
join fulfillment_package_serial serial on serial.package_id = package.id
where package.shipment_id = any(%(shipment_ids)s::bigint[])
order by package.shipment_id, serial.line_number, serial.code

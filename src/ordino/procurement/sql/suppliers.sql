-- name: select_suppliers
-- Suppliers by their codes.
select id, code, name, currency, email, tolerance_percent, payment_days, active
from procurement_supplier where code = any(%(codes)s::text[])

-- name: lock_suppliers
-- Suppliers by their codes, locked in the order of their keys.
select id, code, name, currency, email, tolerance_percent, payment_days, active
from procurement_supplier where code = any(%(codes)s::text[]) order by id for no key update

-- name: insert_suppliers
-- Makes suppliers known.
insert into procurement_supplier (id, code, name, currency, email, tolerance_percent, payment_days, active)
select id, code, name, currency, email, tolerance_percent, payment_days, active
from json_to_recordset(%(rows)s::json) as r(
    id bigint, code text, name text, currency text, email text, tolerance_percent numeric, payment_days integer,
    active boolean)

-- name: update_suppliers
-- States what is different of suppliers.
update procurement_supplier supplier
set name = r.name, email = r.email, tolerance_percent = r.tolerance_percent, payment_days = r.payment_days,
    active = r.active
from json_to_recordset(%(rows)s::json) as r(
    id bigint, name text, email text, tolerance_percent numeric, payment_days integer, active boolean)
where supplier.id = r.id

-- name: select_items
-- What suppliers ask for SKUs.
select item.supplier_id, item.sku_id, item.supplier_code, item.unit_price, item.minimum_quantity, item.lead_time_days
from procurement_supplier_item item
where item.supplier_id = any(%(supplier_ids)s::bigint[]) and item.sku_id = any(%(sku_ids)s::bigint[])

-- name: upsert_items
-- Sets what suppliers ask for SKUs.
insert into procurement_supplier_item (supplier_id, sku_id, supplier_code, unit_price, minimum_quantity, lead_time_days)
select supplier_id, sku_id, supplier_code, unit_price, minimum_quantity, lead_time_days
from json_to_recordset(%(rows)s::json) as r(
    supplier_id bigint, sku_id bigint, supplier_code text, unit_price numeric, minimum_quantity bigint,
    lead_time_days integer)
on conflict (supplier_id, sku_id) do update set
    supplier_code = excluded.supplier_code, unit_price = excluded.unit_price,
    minimum_quantity = excluded.minimum_quantity, lead_time_days = excluded.lead_time_days

-- name: select_scales
-- In which measure SKUs are counted.
select id, quantity_scale from catalog_sku where id = any(%(sku_ids)s::bigint[])

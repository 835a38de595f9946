-- name: select_skus_by_code
-- SKUs by code or barcode, each with what was asked; a SKU's own code goes before another one's barcode.
select s.id, s.code, s.product_id, s.name, s.kind, s.tax_category, s.weight_grams, s.length_mm, s.width_mm, s.height_mm,
    s.quantity_scale, s.sellable, s.backorderable, s.code
from catalog_sku s
where s.code = any(%(codes)s)
union all
select s.id, s.code, s.product_id, s.name, s.kind, s.tax_category, s.weight_grams, s.length_mm, s.width_mm, s.height_mm,
    s.quantity_scale, s.sellable, s.backorderable, b.code
from catalog_barcode b join catalog_sku s on s.id = b.sku_id
where b.code = any(%(codes)s) and not exists (select from catalog_sku own where own.code = b.code)

-- name: select_found_skus
-- Sellable SKUs by a piece of code or name, or by a whole barcode: the exact ones first.
select id, code, product_id, name, kind, tax_category, weight_grams, length_mm, width_mm, height_mm,
    quantity_scale, sellable, backorderable
from catalog_sku s
where sellable
    and (strpos(lower(code), lower(%(text)s)) > 0 or strpos(lower(name), lower(%(text)s)) > 0
        or exists (select from catalog_barcode b where b.sku_id = s.id and b.code = %(text)s))
order by lower(code) <> lower(%(text)s), code
limit %(limit)s

-- name: select_skus_by_id
-- SKUs by key.
select id, code, product_id, name, kind, tax_category, weight_grams, length_mm, width_mm, height_mm,
    quantity_scale, sellable, backorderable
from catalog_sku
where id = any(%(ids)s)

-- name: lock_skus
-- The SKUs that are about to be registered again, locked in the order of their keys.
select id, code, product_id, name, kind, tax_category, weight_grams, length_mm, width_mm, height_mm,
    quantity_scale, sellable, backorderable
from catalog_sku
where code = any(%(codes)s)
order by id
for no key update

-- name: insert_skus
-- New SKUs.
insert into catalog_sku (id, code, product_id, name, kind, tax_category, weight_grams, length_mm, width_mm, height_mm,
    quantity_scale, sellable, backorderable)
select id, code, product_id, name, kind, tax_category, weight_grams, length_mm, width_mm, height_mm,
    quantity_scale, sellable, backorderable
from json_populate_recordset(null::catalog_sku, %(rows)s::json)

-- name: update_skus
-- What was registered again with other details; code and quantity scale never change.
update catalog_sku s
set product_id = r.product_id, name = r.name, kind = r.kind, tax_category = r.tax_category, weight_grams = r.weight_grams,
    length_mm = r.length_mm, width_mm = r.width_mm, height_mm = r.height_mm, sellable = r.sellable,
    backorderable = r.backorderable
from json_populate_recordset(null::catalog_sku, %(rows)s::json) r
where s.id = r.id

-- name: lock_products
-- Products by code, locked in the order of their keys.
select id, code, name from catalog_product where code = any(%(codes)s) order by id for no key update

-- name: insert_products
-- New products.
insert into catalog_product (id, code, name)
select id, code, name from json_populate_recordset(null::catalog_product, %(rows)s::json)

-- name: update_products
-- Products with another name.
update catalog_product p set name = r.name
from json_populate_recordset(null::catalog_product, %(rows)s::json) r
where p.id = r.id

-- name: select_barcodes
-- Who has the barcodes.
select code, sku_id from catalog_barcode where code = any(%(codes)s)

-- name: insert_barcodes
-- New barcodes.
insert into catalog_barcode (code, sku_id)
select code, sku_id from json_populate_recordset(null::catalog_barcode, %(rows)s::json)

-- name: select_bundle_components
-- What is in the bundles, in a stable order.
select bundle_id, sku_id, quantity from catalog_bundle_component
where bundle_id = any(%(bundle_ids)s)
order by bundle_id, sku_id

-- name: delete_bundle_components
-- A bundle's content is replaced as a whole.
delete from catalog_bundle_component where bundle_id = any(%(bundle_ids)s) returning sku_id

-- name: insert_bundle_components
-- What is in the bundles from now on.
insert into catalog_bundle_component (bundle_id, sku_id, quantity)
select bundle_id, sku_id, quantity from json_populate_recordset(null::catalog_bundle_component, %(rows)s::json)

-- name: select_substitutes
-- What may be offered instead, best first.
select sku_id, substitute_id, rank from catalog_substitute
where sku_id = any(%(sku_ids)s)
order by sku_id, rank, substitute_id

-- name: delete_substitutes
-- A SKU's substitutes are replaced as a whole.
delete from catalog_substitute where sku_id = any(%(sku_ids)s) returning sku_id

-- name: insert_substitutes
-- What may be offered instead from now on.
insert into catalog_substitute (sku_id, substitute_id, rank)
select sku_id, substitute_id, rank from json_populate_recordset(null::catalog_substitute, %(rows)s::json)

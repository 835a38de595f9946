-- name: select_supplier_page
-- Suppliers by their codes, with how many SKUs they sell and how many orders of them are open.
select supplier.code, supplier.name, supplier.currency, supplier.tolerance_percent, supplier.payment_days, supplier.active,
    (select count(*) from procurement_supplier_item where supplier_id = supplier.id),
    (select count(*) from procurement_purchase_order
        where supplier_id = supplier.id and state <> all(%(final_states)s::text[]))
from procurement_supplier supplier
where supplier.code > %(after)s and (%(code)s::text is null or supplier.code = %(code)s)
order by supplier.code
limit %(limit)s

-- name: select_item_views
-- What a supplier sells, by SKU.
select sku.code, sku.name, item.supplier_code, item.unit_price, item.minimum_quantity, item.lead_time_days
from procurement_supplier_item item
join procurement_supplier supplier on supplier.id = item.supplier_id
join catalog_sku sku on sku.id = item.sku_id
where supplier.code = %(supplier)s
order by sku.code

-- name: select_purchase_order_page
-- Purchase orders, the newest first, with their units and when the rest of them comes.
select bought.id, supplier.code, location.code, bought.state, bought.answer, bought.drafted_at, units.ordered,
    units.received, units.expected_at
from procurement_purchase_order bought
join procurement_supplier supplier on supplier.id = bought.supplier_id
join network_location location on location.id = bought.location_id
cross join lateral (
    select coalesce(sum(quantity), 0)::bigint as ordered, coalesce(sum(received_quantity), 0)::bigint as received,
        min(expected_at) filter (where received_quantity < quantity) as expected_at
    from procurement_line where purchase_order_id = bought.id
) as units
where bought.id < %(before_id)s and bought.state = any(%(states)s::text[])
    and (%(since)s::timestamptz is null or bought.drafted_at >= %(since)s)
    and (%(before)s::timestamptz is null or bought.drafted_at < %(before)s)
    and (%(supplier)s::text is null or supplier.code = %(supplier)s)
order by bought.id desc
limit %(limit)s

-- name: select_purchase_order_head
-- One purchase order.
select bought.id, supplier.code, location.code, bought.state, bought.answer, bought.currency, bought.tolerance_percent,
    bought.reference, bought.note, bought.drafted_at, bought.sent_at, bought.ended_at
from procurement_purchase_order bought
join procurement_supplier supplier on supplier.id = bought.supplier_id
join network_location location on location.id = bought.location_id
where bought.id = %(purchase_order_id)s

-- name: select_line_views
-- The lines of a purchase order.
select number, sku, supplier_code, unit_price, quantity, tolerance_quantity, received_quantity, refused_quantity,
    invoiced_quantity, expected_at
from procurement_line where purchase_order_id = %(purchase_order_id)s
order by number

-- name: select_receipt_views
-- What arrived of a purchase order.
select receipt.id, part.line_number, part.accepted, part.refused, receipt.reference, receipt.received_by, receipt.received_at
from procurement_receipt receipt
join procurement_receipt_line part on part.receipt_id = receipt.id
where receipt.purchase_order_id = %(purchase_order_id)s
order by receipt.id, part.line_number

-- name: select_invoice_page
-- Invoices of suppliers, those that are due first before the others.
select invoice.id, invoice.purchase_order_id, supplier.code, invoice.number, invoice.state, invoice.currency,
    invoice.total_minor, invoice.expected_minor, invoice.variance_minor, invoice.due_on
from procurement_supplier_invoice invoice
join procurement_supplier supplier on supplier.id = invoice.supplier_id
where invoice.state = any(%(states)s::text[])
    and (%(purchase_order_id)s::bigint is null or invoice.purchase_order_id = %(purchase_order_id)s)
order by invoice.due_on, invoice.id
limit %(limit)s

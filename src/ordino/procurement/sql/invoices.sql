-- name: lock_suppliers_of_invoices
-- Suppliers whose invoices are recorded, locked in the order of their keys: a number is taken once.
select id, payment_days from procurement_supplier where id = any(%(ids)s::bigint[]) order by id for no key update

-- name: select_known_numbers
-- Which numbers of suppliers' invoices are known.
select invoice.supplier_id, invoice.number
from json_to_recordset(%(wanted)s::json) as r(supplier_id bigint, number text)
join procurement_supplier_invoice invoice on invoice.supplier_id = r.supplier_id and invoice.number = r.number

-- name: insert_invoices
-- Invoices of suppliers, as they were matched.
insert into procurement_supplier_invoice (
    id, supplier_id, purchase_order_id, number, state, currency, total_minor, expected_minor, variance_minor, invoiced_on,
    due_on, recorded_at)
select id, supplier_id, purchase_order_id, number, state, currency, total_minor, expected_minor, variance_minor, invoiced_on,
    due_on, %(now)s
from json_to_recordset(%(rows)s::json) as r(
    id bigint, supplier_id bigint, purchase_order_id bigint, number text, state text, currency text, total_minor bigint,
    expected_minor bigint, variance_minor bigint, invoiced_on date, due_on date)

-- name: insert_invoice_lines
-- Their lines beside what they should be.
insert into procurement_supplier_invoice_line (
    invoice_id, line_number, quantity, unit_price, matched_quantity, amount_minor, expected_minor)
select invoice_id, line_number, quantity, unit_price, matched_quantity, amount_minor, expected_minor
from json_to_recordset(%(rows)s::json) as r(
    invoice_id bigint, line_number integer, quantity bigint, unit_price numeric, matched_quantity bigint,
    amount_minor bigint, expected_minor bigint)

-- name: lock_invoices
-- Invoices of suppliers, locked in the order of their keys.
select id, purchase_order_id, number, state, currency, total_minor, variance_minor, note, payment_reference
from procurement_supplier_invoice where id = any(%(ids)s::bigint[]) order by id for no key update

-- name: update_invoices
-- States what became of locked invoices.
update procurement_supplier_invoice invoice
set state = r.state, note = r.note, payment_reference = r.payment_reference,
    approved_by = case when invoice.approved_at is null then %(actor)s else invoice.approved_by end,
    approved_at = coalesce(invoice.approved_at, %(now)s::timestamptz),
    paid_at = case when r.state = 'paid' then %(now)s::timestamptz end
from json_to_recordset(%(rows)s::json) as r(id bigint, state text, note text, payment_reference text)
where invoice.id = r.id

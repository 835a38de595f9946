-- name: supply_received_within_tolerance
-- Lines of purchase orders that count other units than came in, or of which more came than was ordered and tolerated.
with arrived as (
    select receipt.purchase_order_id, part.line_number, sum(part.accepted) as accepted, sum(part.refused) as refused
    from procurement_receipt_line part
    join procurement_receipt receipt on receipt.id = part.receipt_id
    group by 1, 2
)
select concat('purchase order ', coalesce(line.purchase_order_id, arrived.purchase_order_id), ' line ',
    coalesce(line.number, arrived.line_number)), figure.name, figure.expected, figure.found
from procurement_line line
full join arrived on arrived.purchase_order_id = line.purchase_order_id and arrived.line_number = line.number
left join procurement_purchase_order bought on bought.id = line.purchase_order_id
cross join lateral (values
    ('received_quantity', coalesce(arrived.accepted, 0)::text, line.received_quantity::text,
        coalesce(arrived.accepted, 0) = line.received_quantity),
    ('received_quantity', concat('at most ', line.quantity + line.tolerance_quantity), line.received_quantity::text,
        line.received_quantity <= line.quantity + line.tolerance_quantity),
    ('refused_quantity', coalesce(arrived.refused, 0)::text, line.refused_quantity::text,
        coalesce(arrived.refused, 0) = line.refused_quantity),
    ('tolerance_quantity', floor(line.quantity * bought.tolerance_percent / 100)::bigint::text,
        line.tolerance_quantity::text,
        floor(line.quantity * bought.tolerance_percent / 100) = line.tolerance_quantity)
) as figure(name, expected, found, holds)
where figure.holds is not true
order by 1, 2, 3

-- name: supply_receipts_are_movements
-- Receipts whose units of a SKU are not what the movements that name them brought from the supplier to their location.
with moved as (
    select movement.reference, movement.sku_id,
        sum(movement.quantity) filter (
            where movement.from_account = 'supplier'
                and movement.to_account = concat('location/', receipt.location_id, '/available')
        ) as quantity
    from inventory_movement movement
    left join procurement_receipt receipt on movement.reference = concat('purchase_receipt/', receipt.id)
    where movement.reference like 'purchase_receipt/%%' and movement.reason = 'receipt'
    group by 1, 2
),
accepted as (
    select concat('purchase_receipt/', part.receipt_id) as reference, line.sku_id, sum(part.accepted) as quantity
    from procurement_receipt_line part
    join procurement_receipt receipt on receipt.id = part.receipt_id
    join procurement_line line on line.purchase_order_id = receipt.purchase_order_id and line.number = part.line_number
    where part.accepted > 0
    group by 1, 2
)
select concat(coalesce(accepted.reference, moved.reference), ' SKU ', coalesce(sku.code, '?')), 'quantity',
    coalesce(moved.quantity, 0)::text, coalesce(accepted.quantity, 0)::text
from accepted
full join moved on moved.reference = accepted.reference and moved.sku_id = accepted.sku_id
left join catalog_sku sku on sku.id = coalesce(accepted.sku_id, moved.sku_id)
where coalesce(accepted.quantity, 0) <> coalesce(moved.quantity, 0)
order by 1

-- name: supply_orders_in_their_state
-- Purchase orders in a state that is not declared or that their units have not reached.
select concat('purchase order ', bought.id), figure.name, figure.expected, figure.found
from procurement_purchase_order bought
cross join lateral (
    select count(*) as lines, coalesce(sum(received_quantity), 0) as received,
        coalesce(bool_and(received_quantity >= quantity), false) as complete
    from procurement_line where purchase_order_id = bought.id
) as units
cross join lateral (values
    ('state', array_to_string(%(states)s::text[], ', '), bought.state, bought.state = any(%(states)s::text[])),
    ('state',
        case
            when units.received = 0 then 'nothing received'
            when units.complete then 'received or closed'
            else 'partially_received or closed'
        end,
        bought.state,
        case
            when units.received = 0 then bought.state not in ('partially_received', 'received', 'closed')
            when units.complete then bought.state in ('received', 'closed')
            else bought.state in ('partially_received', 'closed')
        end),
    ('lines', 'at least 1', units.lines::text, units.lines > 0)
) as figure(name, expected, found, holds)
where not figure.holds
order by bought.id, figure.name, figure.expected

-- name: supply_invoices_matched
-- Invoices of suppliers that are not what their lines come to, and lines of orders that count other invoiced units.
select concat('supplier invoice ', invoice.id), figure.name, figure.expected, figure.found
from procurement_supplier_invoice invoice
cross join lateral (
    select coalesce(sum(amount_minor), 0) as total, coalesce(sum(expected_minor), 0) as expected,
        coalesce(bool_or(amount_minor <> expected_minor), false) as varies
    from procurement_supplier_invoice_line where invoice_id = invoice.id
) as summed
cross join lateral (values
    ('total_minor', summed.total::text, invoice.total_minor::text),
    ('expected_minor', summed.expected::text, invoice.expected_minor::text),
    ('state',
        case
            when invoice.state <> all(%(states)s::text[]) then array_to_string(%(states)s::text[], ', ')
            when invoice.state not in ('matched', 'variance_hold') then invoice.state
            when summed.varies then 'variance_hold'
            else 'matched'
        end,
        invoice.state)
) as figure(name, expected, found)
where figure.expected <> figure.found
union all
select concat('purchase order ', line.purchase_order_id, ' line ', line.number), 'invoiced_quantity',
    coalesce(invoiced.quantity, 0)::text, line.invoiced_quantity::text
from procurement_line line
left join (
    select invoice.purchase_order_id, part.line_number, sum(part.quantity) as quantity
    from procurement_supplier_invoice_line part
    join procurement_supplier_invoice invoice on invoice.id = part.invoice_id
    group by 1, 2
) as invoiced on invoiced.purchase_order_id = line.purchase_order_id and invoiced.line_number = line.number
where coalesce(invoiced.quantity, 0) <> line.invoiced_quantity
order by 1, 2

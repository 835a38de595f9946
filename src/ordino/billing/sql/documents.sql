-- name: lock_orders
-- Locks orders in the order of their numbers, with what a document says of the buyer and when it is invoiced and due. A customer
-- that was merged is the one that stands for it.
select
    orders.id, orders.state, coalesce(main.id, orders.customer_id), orders.currency, orders.prices_include_tax,
    orders.payment_terms, coalesce(orders.external_reference, ''), orders.customer_name,
    orders.ship_to::text, coalesce(orders.bill_to, orders.ship_to)::text,
    coalesce(main.vat_id, asked.vat_id, ''), coalesce(main.language, asked.language, ''),
    coalesce(main.payment_terms_days, asked.payment_terms_days, 0),
    coalesce(of_customer.invoice_per, of_channel.invoice_per, 'shipment'), orders.authorized_minor
from orders_order orders
left join parties_customer asked on asked.id = orders.customer_id
left join parties_customer main on main.id = asked.merged_into_id
left join billing_rule of_customer on of_customer.customer_id = coalesce(main.id, asked.id)
left join billing_rule of_channel on of_channel.channel_id = orders.channel_id
where orders.id = any(%(order_ids)s)
order by orders.id
for no key update of orders

-- name: select_billed_units
-- How many units of each line are invoiced, credited as given back, and credited as canceled.
select order_id, line_number, sum(invoiced)::bigint, sum(given_back)::bigint, sum(canceled)::bigint
from (
    select order_id, line_number, quantity as invoiced, 0 as given_back, 0 as canceled
    from billing_invoice_line where order_id = any(%(order_ids)s) and line_number is not null
    union all
    select
        line.order_id, line.line_number, 0, case when note.kind = 'return' then line.quantity else 0 end,
        case when note.kind = 'cancellation' then line.quantity else 0 end
    from billing_credit_note_line line
    join billing_credit_note note on note.id = line.credit_note_id
    where line.order_id = any(%(order_ids)s) and line.line_number is not null
) as units
group by order_id, line_number

-- name: select_billed_charges
-- Which parts of charges are invoiced, and whether they were credited.
select
    invoiced.order_id, invoiced.charge_part,
    exists (
        select from billing_credit_note_line credited
        where credited.order_id = invoiced.order_id and credited.charge_part = invoiced.charge_part
    )
from billing_invoice_line invoiced
where invoiced.order_id = any(%(order_ids)s) and invoiced.charge_part is not null

-- name: select_shipment_invoices
-- The invoices that shipments have already.
select shipment_id, id, number, total_minor, tax_minor from billing_invoice where shipment_id = any(%(shipment_ids)s)

-- name: select_invoiced_orders
-- Which of the orders have an invoice.
select distinct order_id from billing_invoice where order_id = any(%(order_ids)s) order by order_id

-- name: draw_numbers
-- Draws the next numbers of series and keeps their rows locked until the end of the transaction, so that a number is given
-- only where its document stays.
insert into billing_series as series (code, last_number)
select r.code, r.quantity from json_to_recordset(%(rows)s::json) as r(code text, quantity bigint) order by r.code
on conflict (code) do update set last_number = series.last_number + excluded.last_number
returning code, last_number

-- name: insert_invoices
-- Invoices as they are issued.
insert into billing_invoice (
    id, number, series, sequence, kind, order_id, order_reference, customer_id, merchant_id, currency, prices_include_tax,
    payment_terms, language, buyer_name, buyer_vat_id, bill_to, net_minor, tax_minor, total_minor, paid_elsewhere_minor,
    set_off_minor, issued_at, issued_on, shipment_id, credit_note_id, ship_to, due_on, paid_minor)
select
    r.id, r.number, r.series, r.sequence, r.kind, r.order_id, r.order_reference, r.customer_id, r.merchant_id, r.currency,
    r.prices_include_tax, r.payment_terms, r.language, r.buyer_name, r.buyer_vat_id, r.bill_to, r.net_minor, r.tax_minor,
    r.total_minor, r.paid_elsewhere_minor, r.set_off_minor, r.issued_at, r.issued_on, r.shipment_id, r.credit_note_id, r.ship_to,
    r.due_on, r.paid_minor
from json_to_recordset(%(rows)s::json) as r(
    id bigint, number text, series text, sequence bigint, kind text, order_id bigint, order_reference text,
    customer_id bigint, merchant_id bigint, currency text, prices_include_tax boolean, payment_terms text, language text,
    buyer_name text, buyer_vat_id text, bill_to jsonb, net_minor bigint, tax_minor bigint, total_minor bigint,
    paid_elsewhere_minor bigint, set_off_minor bigint, issued_at timestamptz, issued_on date, shipment_id bigint,
    credit_note_id bigint, ship_to jsonb, due_on date, paid_minor bigint)

-- name: insert_invoice_lines
-- The lines of invoices.
insert into billing_invoice_line (
    invoice_id, order_id, position, line_number, charge_part, sku, description, first_unit, quantity, quantity_scale, unit_code,
    unit_price, discount_minor, net_minor, tax_minor, total_minor, tax_category, tax_code, tax_rate)
select
    r.document_id, r.order_id, r.position, r.line_number, r.charge_part, r.sku, r.description, r.first_unit, r.quantity,
    r.quantity_scale, r.unit_code, r.unit_price, r.discount_minor, r.net_minor, r.tax_minor, r.total_minor, r.tax_category,
    r.tax_code, r.tax_rate
from json_to_recordset(%(rows)s::json) as r(
    document_id bigint, order_id bigint, position integer, line_number integer, charge_part integer, sku text,
    description text, first_unit bigint, quantity bigint, quantity_scale smallint, unit_code text, unit_price numeric,
    discount_minor bigint, net_minor bigint, tax_minor bigint, total_minor bigint, tax_category text, tax_code text,
    tax_rate numeric)

-- name: insert_invoice_taxes
-- The tax groups of invoices.
insert into billing_invoice_tax (invoice_id, tax_code, tax_rate, net_minor, tax_minor, total_minor)
select r.document_id, r.tax_code, r.tax_rate, r.net_minor, r.tax_minor, r.total_minor
from json_to_recordset(%(rows)s::json) as r(
    document_id bigint, tax_code text, tax_rate numeric, net_minor bigint, tax_minor bigint, total_minor bigint)

-- name: insert_credit_notes
-- Credit notes as they are issued.
insert into billing_credit_note (
    id, number, series, sequence, kind, order_id, order_reference, customer_id, merchant_id, currency, prices_include_tax,
    payment_terms, language, buyer_name, buyer_vat_id, bill_to, net_minor, tax_minor, total_minor, paid_elsewhere_minor,
    set_off_minor, issued_at, issued_on, return_id, reason, paid_out_minor)
select
    r.id, r.number, r.series, r.sequence, r.kind, r.order_id, r.order_reference, r.customer_id, r.merchant_id, r.currency,
    r.prices_include_tax, r.payment_terms, r.language, r.buyer_name, r.buyer_vat_id, r.bill_to, r.net_minor, r.tax_minor,
    r.total_minor, r.paid_elsewhere_minor, r.set_off_minor, r.issued_at, r.issued_on, r.return_id, r.reason, r.paid_out_minor
from json_to_recordset(%(rows)s::json) as r(
    id bigint, number text, series text, sequence bigint, kind text, order_id bigint, order_reference text,
    customer_id bigint, merchant_id bigint, currency text, prices_include_tax boolean, payment_terms text, language text,
    buyer_name text, buyer_vat_id text, bill_to jsonb, net_minor bigint, tax_minor bigint, total_minor bigint,
    paid_elsewhere_minor bigint, set_off_minor bigint, issued_at timestamptz, issued_on date, return_id bigint, reason text,
    paid_out_minor bigint)

-- name: insert_credit_note_lines
-- The lines of credit notes.
insert into billing_credit_note_line (
    credit_note_id, order_id, position, line_number, charge_part, sku, description, first_unit, quantity, quantity_scale,
    unit_code, unit_price, discount_minor, net_minor, tax_minor, total_minor, tax_category, tax_code, tax_rate)
select
    r.document_id, r.order_id, r.position, r.line_number, r.charge_part, r.sku, r.description, r.first_unit, r.quantity,
    r.quantity_scale, r.unit_code, r.unit_price, r.discount_minor, r.net_minor, r.tax_minor, r.total_minor, r.tax_category,
    r.tax_code, r.tax_rate
from json_to_recordset(%(rows)s::json) as r(
    document_id bigint, order_id bigint, position integer, line_number integer, charge_part integer, sku text,
    description text, first_unit bigint, quantity bigint, quantity_scale smallint, unit_code text, unit_price numeric,
    discount_minor bigint, net_minor bigint, tax_minor bigint, total_minor bigint, tax_category text, tax_code text,
    tax_rate numeric)

-- name: insert_credit_note_taxes
-- The tax groups of credit notes.
insert into billing_credit_note_tax (credit_note_id, tax_code, tax_rate, net_minor, tax_minor, total_minor)
select r.document_id, r.tax_code, r.tax_rate, r.net_minor, r.tax_minor, r.total_minor
from json_to_recordset(%(rows)s::json) as r(
    document_id bigint, tax_code text, tax_rate numeric, net_minor bigint, tax_minor bigint, total_minor bigint)

-- name: select_document_facts
-- What an order's documents come to: its invoices less what cancellations took off them, what is open, and what was credited
-- of what is still on order, after fees. A charge that was credited and waived later is no longer on order.
select
    orders.id,
    (coalesce(invoice.sales, 0) - coalesce(note.canceled, 0))::bigint,
    coalesce(invoice.open, 0)::bigint,
    (coalesce(note.given_back, 0) - coalesce(invoice.fees, 0) - coalesce(waived.total, 0))::bigint
from unnest(%(order_ids)s::bigint[]) as orders(id)
left join lateral (
    select sum(total_minor) filter (where kind = 'sale') as sales, sum(total_minor) filter (where kind = 'fee') as fees,
        sum(open_minor) as open
    from billing_invoice where order_id = orders.id
) as invoice on true
left join lateral (
    select sum(total_minor) filter (where kind = 'return') as given_back,
        sum(total_minor) filter (where kind = 'cancellation') as canceled
    from billing_credit_note where order_id = orders.id
) as note on true
left join lateral (
    select sum(line.total_minor) as total
    from billing_credit_note_line line
    join billing_credit_note note on note.id = line.credit_note_id and note.kind = 'return'
    join orders_charge charge on charge.order_id = line.order_id and charge.number = line.charge_part and charge.canceled
    where line.order_id = orders.id and line.charge_part is not null
) as waived on true

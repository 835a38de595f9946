-- name: select_invoice_list
-- A page of invoices by state, number, order, customer or channel, and by the day they are due; the newest first.
select d.id, d.number, d.kind, d.order_id, d.buyer_name, d.state, d.currency, d.total_minor, d.open_minor, d.issued_on, d.due_on
from billing_invoice d
where d.id < %(before_id)s
    and (%(issued_from)s::date is null or d.issued_on >= %(issued_from)s::date)
    and (%(issued_before)s::date is null or d.issued_on < %(issued_before)s::date)
    and (cardinality(%(states)s::text[]) = 0 or d.state = any(%(states)s::text[]))
    and (%(number)s::text is null or d.number = %(number)s)
    and (%(order_id)s::bigint is null or d.order_id = %(order_id)s)
    and (%(customer_id)s::bigint is null or d.customer_id = %(customer_id)s)
    and (%(channel)s::text is null or exists (
        select from orders_order o join network_channel c on c.id = o.channel_id
        where o.id = d.order_id and c.code = %(channel)s))
    and (%(due_before)s::date is null or d.due_on < %(due_before)s::date)
order by d.id desc limit %(limit)s

-- name: select_open_totals
-- What is open of the invoices that were due before a day, by currency.
select currency, count(*), sum(open_minor)::bigint
from billing_invoice
where state in ('issued', 'partially_paid') and due_on < %(due_before)s
group by currency
order by currency

-- name: select_credit_note_list
-- A page of credit notes by state, number, order, customer or channel; the newest first.
select d.id, d.number, d.kind, d.order_id, d.buyer_name, d.state, d.currency, d.total_minor, d.open_minor, d.issued_on, null::date
from billing_credit_note d
where d.id < %(before_id)s
    and (%(issued_from)s::date is null or d.issued_on >= %(issued_from)s::date)
    and (%(issued_before)s::date is null or d.issued_on < %(issued_before)s::date)
    and (cardinality(%(states)s::text[]) = 0 or d.state = any(%(states)s::text[]))
    and (%(number)s::text is null or d.number = %(number)s)
    and (%(order_id)s::bigint is null or d.order_id = %(order_id)s)
    and (%(customer_id)s::bigint is null or d.customer_id = %(customer_id)s)
    and (%(channel)s::text is null or exists (
        select from orders_order o join network_channel c on c.id = o.channel_id
        where o.id = d.order_id and c.code = %(channel)s))
order by d.id desc limit %(limit)s

-- name: select_invoice
-- An invoice by its number.
select
    invoice.id, invoice.number, invoice.kind, invoice.order_id, invoice.order_reference, invoice.currency,
    invoice.prices_include_tax, invoice.payment_terms, invoice.language, invoice.buyer_name, invoice.buyer_vat_id,
    invoice.bill_to::text, invoice.net_minor, invoice.tax_minor, invoice.total_minor, invoice.open_minor,
    invoice.paid_elsewhere_minor, invoice.state, invoice.issued_on, invoice.due_on, '', coalesce(note.number, ''),
    invoice.merchant_id
from billing_invoice invoice
left join billing_credit_note note on note.id = invoice.credit_note_id
where invoice.number = %(number)s

-- name: select_credit_note
-- A credit note by its number, with the first invoice that it corrects.
select
    note.id, note.number, note.kind, note.order_id, note.order_reference, note.currency, note.prices_include_tax,
    note.payment_terms, note.language, note.buyer_name, note.buyer_vat_id, note.bill_to::text, note.net_minor, note.tax_minor,
    note.total_minor, note.open_minor, note.paid_elsewhere_minor, note.state, note.issued_on, null::date, note.reason,
    coalesce((
        select invoice.number
        from billing_credit_note_line credited
        join billing_invoice_line invoiced on invoiced.order_id = credited.order_id
            and (
                invoiced.charge_part = credited.charge_part
                or invoiced.line_number = credited.line_number
                    and invoiced.first_unit < credited.first_unit + credited.quantity
                    and credited.first_unit < invoiced.first_unit + invoiced.quantity
            )
        join billing_invoice invoice on invoice.id = invoiced.invoice_id
        where credited.credit_note_id = note.id
        order by invoice.id limit 1
    ), ''),
    note.merchant_id
from billing_credit_note note where note.number = %(number)s

-- name: select_invoice_lines
-- The lines of an invoice.
select
    position, line_number, sku, description, quantity, quantity_scale, unit_code, unit_price, discount_minor, net_minor,
    tax_minor, total_minor, tax_code, tax_rate
from billing_invoice_line where invoice_id = %(id)s order by position

-- name: select_credit_note_lines
-- The lines of a credit note.
select
    position, line_number, sku, description, quantity, quantity_scale, unit_code, unit_price, discount_minor, net_minor,
    tax_minor, total_minor, tax_code, tax_rate
from billing_credit_note_line where credit_note_id = %(id)s order by position

-- name: select_invoice_taxes
-- The tax groups of an invoice, the highest rate first.
select tax_code, tax_rate, net_minor, tax_minor, total_minor
from billing_invoice_tax where invoice_id = %(id)s order by tax_rate desc, tax_code

-- name: select_credit_note_taxes
-- The tax groups of a credit note, the highest rate first.
select tax_code, tax_rate, net_minor, tax_minor, total_minor
from billing_credit_note_tax where credit_note_id = %(id)s order by tax_rate desc, tax_code

-- name: select_merchant_view
-- The merchant that a document was issued under.
select id, name, address::text, vat_id, registration, email, phone, website, bank_name, iban, bic
from billing_merchant where id = %(id)s

-- name: select_invoice_number
-- The number of an invoice.
select number from billing_invoice where id = %(id)s

-- name: select_credit_note_number
-- The number of a credit note.
select number from billing_credit_note where id = %(id)s

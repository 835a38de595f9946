-- name: m10_documents_add_up
-- Documents of a range of orders whose net, tax or total is not the sum of their lines, or of their tax groups.
with document as (
    select 'invoice ' || number as thing, id, 'invoice' as kind, net_minor, tax_minor, total_minor
    from billing_invoice where order_id between %(first)s and %(last)s
    union all
    select 'credit note ' || number, id, 'credit_note', net_minor, tax_minor, total_minor
    from billing_credit_note where order_id between %(first)s and %(last)s
),
part as (
    select 'lines' as part, 'invoice' as kind, invoice_id as id, net_minor, tax_minor, total_minor
    from billing_invoice_line where order_id between %(first)s and %(last)s
    union all
    select 'lines', 'credit_note', credit_note_id, net_minor, tax_minor, total_minor
    from billing_credit_note_line where order_id between %(first)s and %(last)s
    union all
    select 'tax groups', 'invoice', tax.invoice_id, tax.net_minor, tax.tax_minor, tax.total_minor
    from billing_invoice_tax tax join billing_invoice invoice on invoice.id = tax.invoice_id
    where invoice.order_id between %(first)s and %(last)s
    union all
    select 'tax groups', 'credit_note', tax.credit_note_id, tax.net_minor, tax.tax_minor, tax.total_minor
    from billing_credit_note_tax tax join billing_credit_note note on note.id = tax.credit_note_id
    where note.order_id between %(first)s and %(last)s
),
summed as (
    select part, kind, id, sum(net_minor) as net, sum(tax_minor) as tax, sum(total_minor) as total
    from part group by part, kind, id
)
select document.thing, concat(figure.name, ' of the ', named.part), figure.expected::text, figure.found::text
from document
cross join (values ('lines'), ('tax groups')) as named(part)
left join summed on summed.kind = document.kind and summed.id = document.id and summed.part = named.part
cross join lateral (values
    ('net_minor', coalesce(summed.net, 0), document.net_minor),
    ('tax_minor', coalesce(summed.tax, 0), document.tax_minor),
    ('total_minor', coalesce(summed.total, 0), document.total_minor)
) as figure(name, expected, found)
where figure.expected <> figure.found
order by document.thing, named.part, figure.name

-- name: m10_tax_groups
-- Tax groups of a range of orders that are not what the document's lines of that code and rate come to.
with line as (
    select 'invoice' as kind, invoice_id as id, tax_code, tax_rate, net_minor, tax_minor
    from billing_invoice_line where order_id between %(first)s and %(last)s
    union all
    select 'credit note', credit_note_id, tax_code, tax_rate, net_minor, tax_minor
    from billing_credit_note_line where order_id between %(first)s and %(last)s
),
expected as (
    select kind, id, tax_code, tax_rate, sum(net_minor) as net, sum(tax_minor) as tax
    from line group by kind, id, tax_code, tax_rate
),
found as (
    select 'invoice' as kind, tax.invoice_id as id, tax.tax_code, tax.tax_rate, tax.net_minor as net, tax.tax_minor as tax
    from billing_invoice_tax tax join billing_invoice invoice on invoice.id = tax.invoice_id
    where invoice.order_id between %(first)s and %(last)s
    union all
    select 'credit note', tax.credit_note_id, tax.tax_code, tax.tax_rate, tax.net_minor, tax.tax_minor
    from billing_credit_note_tax tax join billing_credit_note note on note.id = tax.credit_note_id
    where note.order_id between %(first)s and %(last)s
)
select
    concat(compared.kind, ' ', coalesce(invoice.number, note.number), ' at ', trim_scale(compared.tax_rate), ' %%'), 'net and tax',
    concat(coalesce(compared.expected_net, 0), ' and ', coalesce(compared.expected_tax, 0)),
    concat(coalesce(compared.found_net, 0), ' and ', coalesce(compared.found_tax, 0))
from (
    select kind, id, tax_code, tax_rate, expected.net as expected_net, expected.tax as expected_tax, found.net as found_net,
        found.tax as found_tax
    from expected full join found using (kind, id, tax_code, tax_rate)
) as compared
left join billing_invoice invoice on invoice.id = compared.id and compared.kind = 'invoice'
left join billing_credit_note note on note.id = compared.id and compared.kind = 'credit note'
where (compared.expected_net, compared.expected_tax) is distinct from (compared.found_net, compared.found_tax)
order by 1

-- name: m12_numbers_without_gap
-- Series whose documents are not numbered 1 to the last number drawn, each once.
with document as (
    select series, sequence, number from billing_invoice
    union all
    select series, sequence, number from billing_credit_note
),
counted as (
    select series, count(distinct sequence) as numbers, min(sequence) as lowest, max(sequence) as highest
    from document group by series
)
select concat('series ', coalesce(series.code, counted.series)), 'numbers',
    concat('1 to ', coalesce(series.last_number, 0)),
    concat(coalesce(counted.lowest, 0), ' to ', coalesce(counted.highest, 0), ', ', coalesce(counted.numbers, 0), ' of them')
from billing_series series
full join counted on counted.series = series.code
where counted.lowest is distinct from 1 or counted.highest is distinct from series.last_number
    or counted.numbers is distinct from series.last_number
union all
select concat('document ', number), 'number', concat(series, '-', lpad(sequence::text, 6, '0')), number
from document where number <> concat(series, '-', lpad(sequence::text, greatest(6, length(sequence::text)), '0'))
order by 1

-- name: m12_documents_are_as_issued
-- Documents of a range of orders that are not what the journal says was issued.
with document as (
    select 'invoice' as kind, 'InvoiceIssued' as event, id, order_id, number, total_minor, tax_minor
    from billing_invoice where order_id between %(first)s and %(last)s
    union all
    select 'credit note', 'CreditNoteIssued', id, order_id, number, total_minor, tax_minor
    from billing_credit_note where order_id between %(first)s and %(last)s
),
issued as (
    select
        event.kind as event, orders.id as order_id,
        coalesce(case when event.kind = 'InvoiceIssued' then event.data ->> 'invoice_id' end,
            event.data ->> 'credit_note_id')::bigint as id,
        event.data ->> 'number' as number, (event.data ->> 'total_minor')::bigint as total_minor,
        coalesce((event.data ->> 'tax_minor')::bigint, 0) as tax_minor
    from orders_order orders
    join engine_event event on event.stream = 'order/' || orders.id and event.kind in ('InvoiceIssued', 'CreditNoteIssued')
    where orders.id between %(first)s and %(last)s
)
select concat(case event when 'InvoiceIssued' then 'invoice ' else 'credit note ' end, coalesce(document.number, issued.number)),
    'number, total and tax',
    coalesce(nullif(concat_ws(', ', issued.number, issued.total_minor, issued.tax_minor), ''), 'none'),
    coalesce(nullif(concat_ws(', ', document.number, document.total_minor, document.tax_minor), ''), 'none')
from document
full join issued using (event, id, order_id)
where (document.number, document.total_minor, document.tax_minor)
    is distinct from (issued.number, issued.total_minor, issued.tax_minor)
order by 1

-- name: m5_money_is_booked
-- Orders of a range whose net captured money is not what was booked as received less what was booked as paid out.
with received as (
    select order_id, sum(amount_minor) as amount from billing_receipt
    where order_id between %(first)s and %(last)s group by order_id
),
paid_out as (
    select order_id, sum(amount_minor) as amount from billing_payout
    where order_id between %(first)s and %(last)s group by order_id
)
select concat('order ', orders.id), 'net captured', (orders.captured_minor - orders.refunded_minor)::text,
    (coalesce(received.amount, 0) - coalesce(paid_out.amount, 0))::text
from orders_order orders
left join received on received.order_id = orders.id
left join paid_out on paid_out.order_id = orders.id
where orders.id between %(first)s and %(last)s
    and orders.captured_minor - orders.refunded_minor <> coalesce(received.amount, 0) - coalesce(paid_out.amount, 0)
order by orders.id

-- name: m5_settlements_are_sums
-- Receipts, payouts, invoices and credit notes of a range of orders whose settled amounts are not the sums of their allocations.
with booked as (
    select 'receipt ' || id as thing, 'receipt' as kind, id, allocated_minor as matched, given_back_minor as set_off
    from billing_receipt where order_id between %(first)s and %(last)s
    union all
    select 'payout ' || id, 'payout', id, settled_minor, given_back_minor
    from billing_payout where order_id between %(first)s and %(last)s
    union all
    select 'invoice ' || number, 'invoice', id, paid_minor, set_off_minor
    from billing_invoice where order_id between %(first)s and %(last)s
    union all
    select 'credit note ' || number, 'credit_note', id, paid_out_minor, set_off_minor
    from billing_credit_note where order_id between %(first)s and %(last)s
),
allocated as (
    select side.kind, side.id,
        sum(amount_minor) filter (where not like_with_like) as matched,
        sum(amount_minor) filter (where like_with_like) as set_off
    from (
        select *, (receipt_id is not null and payout_id is not null)
            or (credit_note_id is not null and invoice_id is not null) as like_with_like
        from billing_allocation where order_id between %(first)s and %(last)s
    ) as allocation
    cross join lateral (values
        ('receipt', allocation.receipt_id), ('payout', allocation.payout_id), ('invoice', allocation.invoice_id),
        ('credit_note', allocation.credit_note_id)
    ) as side(kind, id)
    where side.id is not null
    group by side.kind, side.id
)
select booked.thing, figure.name, figure.expected::text, figure.found::text
from booked
left join allocated on allocated.kind = booked.kind and allocated.id = booked.id
cross join lateral (values
    ('settled with money', coalesce(allocated.matched, 0), booked.matched),
    ('set off', coalesce(allocated.set_off, 0), booked.set_off)
) as figure(name, expected, found)
where figure.expected <> figure.found
order by booked.thing, figure.name

-- name: m5_document_facts
-- Orders of a range whose invoiced, open or credited money is not what their documents come to.
select concat('order ', orders.id), figure.name, figure.expected::text, figure.found::text
from orders_order orders
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
    where line.order_id = orders.id
) as waived on true
cross join lateral (values
    ('invoiced_minor', coalesce(invoice.sales, 0) - coalesce(note.canceled, 0), orders.invoiced_minor),
    ('invoice_open_minor', coalesce(invoice.open, 0), orders.invoice_open_minor),
    ('credited_minor', coalesce(note.given_back, 0) - coalesce(invoice.fees, 0) - coalesce(waived.total, 0),
        orders.credited_minor)
) as figure(name, expected, found)
where orders.id between %(first)s and %(last)s and figure.expected <> figure.found
order by orders.id, figure.name

-- name: select_billed_lines
-- The units of order lines on documents of a range of orders, with the frozen money of their lines.
select
    billed.thing, billed.order_id, billed.line_number, billed.first_unit, billed.quantity, billed.tax_minor, billed.total_minor,
    orders.prices_include_tax, line.ordered, line.quantity_scale, line.amount_minor, line.tax_minor
from (
    select 'invoice ' || invoice.number as thing, line.order_id, line.line_number, line.first_unit, line.quantity,
        line.tax_minor, line.total_minor
    from billing_invoice_line line join billing_invoice invoice on invoice.id = line.invoice_id
    where line.order_id between %(first)s and %(last)s and line.line_number is not null
    union all
    select 'credit note ' || note.number, line.order_id, line.line_number, line.first_unit, line.quantity, line.tax_minor,
        line.total_minor
    from billing_credit_note_line line join billing_credit_note note on note.id = line.credit_note_id
    where line.order_id between %(first)s and %(last)s and line.line_number is not null
) as billed
join orders_order orders on orders.id = billed.order_id
join orders_line line on line.order_id = billed.order_id and line.number = billed.line_number
order by billed.order_id, billed.line_number, billed.thing

-- name: m12_units_once
-- Lines of a range of orders of which units are left out or taken twice by invoices, or credited without being invoiced.
with invoiced as (
    select order_id, line_number, min(first_unit) as first, max(first_unit + quantity) as last, sum(quantity) as quantity
    from billing_invoice_line where order_id between %(first)s and %(last)s and line_number is not null
    group by order_id, line_number
),
credited as (
    select order_id, line_number, max(first_unit + quantity) as last, sum(quantity) as quantity
    from billing_credit_note_line where order_id between %(first)s and %(last)s and line_number is not null
    group by order_id, line_number
)
select concat('line ', order_id, '-', line_number), figure.name, figure.expected, figure.found
from invoiced
full join credited using (order_id, line_number)
cross join lateral (values
    ('invoiced units', concat('0 to ', coalesce(invoiced.quantity, 0)),
        concat(coalesce(invoiced.first, 0), ' to ', coalesce(invoiced.last, 0)),
        coalesce(invoiced.first, 0) = 0 and coalesce(invoiced.last, 0) = coalesce(invoiced.quantity, 0)),
    ('credited units', concat('at most ', coalesce(invoiced.quantity, 0)), coalesce(credited.quantity, 0)::text,
        coalesce(credited.quantity, 0) <= coalesce(invoiced.quantity, 0)
        and coalesce(credited.last, 0) <= coalesce(invoiced.last, 0))
) as figure(name, expected, found, agrees)
where not figure.agrees
order by order_id, line_number, figure.name

-- name: m5_transfers_are_divided
-- Bank transfers that were not given to orders as they say, or whose parts are not what came in for these orders.
with part as (
    select transfer_id, sum(amount_minor) as given from billing_transfer_part group by transfer_id
),
paid as (
    select split_part(event.reference, '/', 2)::bigint as transfer_id, payment.order_id, sum(event.amount_minor) as came
    from payments_event event join payments_payment payment on payment.id = event.payment_id
    where left(event.reference, 9) = 'transfer/' and event.kind = 'capture' and event.outcome = 'succeeded'
    group by 1, 2
)
select concat('transfer ', transfer.id), 'given', coalesce(part.given, 0)::text, transfer.given_minor::text
from billing_transfer transfer left join part on part.transfer_id = transfer.id
where transfer.given_minor <> coalesce(part.given, 0)
union all
select concat('transfer ', part.transfer_id, ' to order ', part.order_id), 'came in', coalesce(paid.came, 0)::text,
    part.amount_minor::text
from billing_transfer_part part left join paid using (transfer_id, order_id)
where part.amount_minor <> coalesce(paid.came, 0)
order by 1, 2

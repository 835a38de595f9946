-- name: select_orders_of_invoices
-- The orders that invoices belong to.
select distinct order_id from billing_invoice where id = any(%(ids)s) order by order_id

-- name: select_invoices_to_flag
-- Invoices with what decides whether they are overdue.
select id, order_id, number, currency, customer_id, open_minor, state, due_on, overdue_at is not null
from billing_invoice where id = any(%(ids)s)

-- name: flag_invoices
-- Keeps when it was told that invoices are overdue.
update billing_invoice invoice set overdue_at = %(now)s
from json_to_recordset(%(rows)s::json) as r(id bigint) where invoice.id = r.id

-- name: select_overdue
-- The next open invoices whose due date is over and of which that was not told yet, for the sweeper.
select id from billing_invoice
where state in ('issued', 'partially_paid') and due_on < %(today)s and overdue_at is null
order by due_on, id limit %(limit)s

-- name: select_transfers
-- The transfers that are booked already, with their parts.
select
    transfer.bank_reference, transfer.id, transfer.currency, transfer.on_account_minor,
    coalesce((
        select json_agg(json_build_array(part.order_id, part.amount_minor) order by part.order_id)
        from billing_transfer_part part where part.transfer_id = transfer.id
    ), '[]')::text
from billing_transfer transfer where transfer.bank_reference = any(%(bank_references)s)

-- name: select_open_orders
-- The orders with open invoices of customers, those of customers merged into them included.
select distinct invoice.order_id
from parties_customer customer
join billing_invoice invoice on invoice.customer_id = customer.id and invoice.state in ('issued', 'partially_paid')
where customer.id = any(%(customer_ids)s) or customer.merged_into_id = any(%(customer_ids)s)

-- name: select_invoices_of_customers
-- The invoices of customers in the locked orders, the oldest due first, and those that are named whatever their state.
select
    invoice.order_id, coalesce(customer.merged_into_id, customer.id), invoice.number, invoice.currency, invoice.open_minor
from parties_customer customer
join billing_invoice invoice on invoice.customer_id = customer.id
    and (invoice.order_id = any(%(order_ids)s) or invoice.number = any(%(numbers)s))
where customer.id = any(%(customer_ids)s) or customer.merged_into_id = any(%(customer_ids)s)
order by invoice.due_on, invoice.id

-- name: insert_transfers
-- Transfers of customers.
insert into billing_transfer (id, bank_reference, customer_id, currency, amount_minor, given_minor, text, recorded_at)
select r.id, r.bank_reference, r.customer_id, r.currency, r.amount_minor, r.given_minor, r.text, %(now)s
from json_to_recordset(%(rows)s::json) as r(
    id bigint, bank_reference text, customer_id bigint, currency text, amount_minor bigint, given_minor bigint, text text)

-- name: insert_transfer_parts
-- What of transfers went to which order.
insert into billing_transfer_part as part (transfer_id, order_id, amount_minor)
select r.transfer_id, r.order_id, r.amount_minor
from json_to_recordset(%(rows)s::json) as r(transfer_id bigint, order_id bigint, amount_minor bigint)
on conflict (transfer_id, order_id) do update set amount_minor = part.amount_minor + excluded.amount_minor

-- name: select_customers_of_transfers
-- Whose transfers these are now.
select distinct coalesce(customer.merged_into_id, customer.id)
from billing_transfer transfer join parties_customer customer on customer.id = transfer.customer_id
where transfer.id = any(%(ids)s) order by 1

-- name: lock_transfers
-- Locks transfers in the order of their numbers, with whose they are now and what of them is given and left.
select transfer.id, coalesce(customer.merged_into_id, customer.id), transfer.currency, transfer.given_minor,
    transfer.on_account_minor
from billing_transfer transfer join parties_customer customer on customer.id = transfer.customer_id
where transfer.id = any(%(ids)s) order by transfer.id for no key update of transfer

-- name: use_transfers
-- Adds what of transfers was given to orders and what was sent back.
update billing_transfer transfer
set given_minor = transfer.given_minor + r.given_minor, returned_minor = transfer.returned_minor + r.returned_minor
from json_to_recordset(%(rows)s::json) as r(id bigint, given_minor bigint, returned_minor bigint)
where transfer.id = r.id

-- name: select_usable_transfers
-- Transfers of which something is left while invoices of their customer are open that nothing else is about to pay, with the
-- numbers of these, the oldest due first; for the worker.
select transfer.id, array_agg(invoice.number order by invoice.due_on, invoice.id)
from billing_transfer transfer
join parties_customer customer on customer.id = transfer.customer_id or customer.merged_into_id = transfer.customer_id
join billing_invoice invoice on invoice.customer_id = customer.id and invoice.currency = transfer.currency
    and invoice.state in ('issued', 'partially_paid') and invoice.payment_terms = 'on_invoice'
where transfer.amount_minor > transfer.given_minor + transfer.returned_minor
group by transfer.id order by transfer.id limit %(limit)s

-- name: select_transfer_list
-- The newest transfers, of a customer where one is named, or those of which something is left.
select transfer.id, transfer.bank_reference, transfer.customer_id, customer.name, transfer.currency, transfer.amount_minor,
    transfer.given_minor, transfer.returned_minor, transfer.on_account_minor, transfer.text, transfer.recorded_at
from billing_transfer transfer join parties_customer customer on customer.id = transfer.customer_id
where (%(customer_id)s::bigint is null or transfer.customer_id = %(customer_id)s)
    and (%(transfer_id)s::bigint is null or transfer.id = %(transfer_id)s) and transfer.id < %(before_id)s
    and (not %(open_only)s::boolean or transfer.amount_minor > transfer.given_minor + transfer.returned_minor)
order by transfer.id desc limit %(limit)s

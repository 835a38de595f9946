-- name: select_price_list
-- The price list of the benchmark's shop.
select id from catalog_price_list where code = 'retail'

-- name: insert_customers
-- Customers with a reference of the channel and an e-mail address each.
insert into parties_customer (kind, name, email, email_key, external_reference, channel_id, currency)
select 'person', 'Customer ' || n, 'customer' || n || '@example.org', 'customer' || n || '@example.org',
    'C' || lpad(n::text, 6, '0'), (select id from network_channel where code = %(channel)s), 'GBP'
from generate_series(0, %(customers)s::bigint - 1) as n

-- name: count_unfinished
-- Orders that did not come to their end.
select count(*) from orders_order where state <> 'completed' or invoice_status <> 'paid' or payment_status <> 'paid'

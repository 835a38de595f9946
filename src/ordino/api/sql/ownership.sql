-- name: select_orders_of_channel
-- Those of the orders that belong to the channel.
select o.id from orders_order o join network_channel c on c.id = o.channel_id
where o.id = any(%(ids)s) and c.code = %(channel)s

-- name: select_customers_of_channel
-- Those of the customers that came by the channel.
select p.id from parties_customer p join network_channel c on c.id = p.channel_id
where p.id = any(%(ids)s) and c.code = %(channel)s

-- name: select_channel_itself
-- Those of the channels that are the channel: itself.
select id from network_channel where id = any(%(ids)s) and code = %(channel)s

-- name: select_payments_of_channel
-- Those of the payments whose order belongs to the channel.
select t.id from payments_payment t join orders_order o on o.id = t.order_id join network_channel c on c.id = o.channel_id
where t.id = any(%(ids)s) and c.code = %(channel)s

-- name: select_refunds_of_channel
-- Those of the refunds whose order belongs to the channel.
select t.id from payments_refund t join orders_order o on o.id = t.order_id join network_channel c on c.id = o.channel_id
where t.id = any(%(ids)s) and c.code = %(channel)s

-- name: select_fulfillment_orders_of_channel
-- Those of the fulfillment orders whose order belongs to the channel.
select t.id from fulfillment_order t join orders_order o on o.id = t.order_id join network_channel c on c.id = o.channel_id
where t.id = any(%(ids)s) and c.code = %(channel)s

-- name: select_invoices_of_channel
-- Those of the invoices whose order belongs to the channel.
select t.id from billing_invoice t join orders_order o on o.id = t.order_id join network_channel c on c.id = o.channel_id
where t.id = any(%(ids)s) and c.code = %(channel)s

-- name: select_credit_notes_of_channel
-- Those of the credit notes whose order belongs to the channel.
select t.id from billing_credit_note t join orders_order o on o.id = t.order_id join network_channel c on c.id = o.channel_id
where t.id = any(%(ids)s) and c.code = %(channel)s

-- name: select_returns_of_channel
-- Those of the returns whose order belongs to the channel.
select t.id from returns_return t join orders_order o on o.id = t.order_id join network_channel c on c.id = o.channel_id
where t.id = any(%(ids)s) and c.code = %(channel)s

-- name: select_messages_of_channel
-- Those of the messages whose order belongs to the channel.
select t.id from notifications_message t join orders_order o on o.id = t.order_id join network_channel c on c.id = o.channel_id
where t.id = any(%(ids)s) and c.code = %(channel)s

-- name: select_packages_of_channel
-- Those of the packages whose order belongs to the channel.
select p.id from fulfillment_package p
join fulfillment_order t on t.id = p.fulfillment_order_id
join orders_order o on o.id = t.order_id join network_channel c on c.id = o.channel_id
where p.id = any(%(ids)s) and c.code = %(channel)s

-- name: select_shipments_of_channel
-- Those of the shipments whose order belongs to the channel.
select t.id from delivery_shipment t join orders_order o on o.id = t.order_id join network_channel c on c.id = o.channel_id
where t.id = any(%(ids)s) and c.code = %(channel)s

-- name: select_quotes_of_channel
-- Those of the quotes that were made in the channel.
select q.id from quotes_quote q join network_channel c on c.id = q.channel_id
where q.id = any(%(ids)s) and c.code = %(channel)s

-- name: select_webhooks_of_channel
-- Those of the webhooks that are told of the channel only.
select w.id from webhooks_webhook w join network_channel c on c.id = w.channel_id
where w.id = any(%(ids)s) and c.code = %(channel)s

-- name: select_jobs_of_channel
-- Those of the jobs that are bound to the channel.
select id from jobs_job where id = any(%(ids)s) and only_channel = %(channel)s

-- name: select_reservations_of_channel
-- Those of the reservations that are kept for a cart of the channel.
select r.id from inventory_reservation r join network_channel c on starts_with(r.owner, concat('checkout/', c.id, '/'))
where r.id = any(%(ids)s) and c.code = %(channel)s

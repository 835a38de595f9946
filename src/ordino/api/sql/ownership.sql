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

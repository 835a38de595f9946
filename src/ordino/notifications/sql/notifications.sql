-- name: select_notifying_channels
-- The channels that tell their customers; none in most shops that only import.
select channel_id, since, language from notifications_channel where enabled

-- name: select_orders
-- What telling the customers of these orders needs.
select id, channel_id, customer_id, email, placed_at from orders_order where id = any(%(ids)s::bigint[])

-- name: select_languages
-- The languages of customers.
select id, language from parties_customer where id = any(%(ids)s::bigint[]) and language <> ''

-- name: insert_messages
-- Messages to be sent, each once by its key; answers those that are new.
insert into notifications_message (id, key, order_id, occasion, language, recipient, facts, requested_at)
select r.id, r.key, r.order_id, r.occasion, r.language, r.recipient, r.facts, %(now)s
from json_to_recordset(%(rows)s::json) as r(
    id bigint, key text, order_id bigint, occasion text, language text, recipient text, facts jsonb)
order by r.key
on conflict (key) do nothing
returning id

-- name: lock_messages
-- Locks messages in the order of their numbers.
select id, key, order_id, occasion, recipient, state, attempt
from notifications_message where id = any(%(ids)s::bigint[]) order by id for no key update

-- name: set_messages
-- What became of messages, or to whom they are sent again.
update notifications_message message
set state = r.state, reason = r.reason, recipient = r.recipient, attempt = r.attempt,
    settled_at = case when r.state = 'pending' then null else %(now)s::timestamptz end
from json_to_recordset(%(rows)s::json) as r(id bigint, state text, reason text, recipient text, attempt integer)
where message.id = r.id

-- name: select_channels
-- The ids of channels by their codes.
select code, id from network_channel where code = any(%(codes)s::text[])

-- name: upsert_channels
-- How channels tell their customers. Switching on begins a new time: what was placed before it is history.
insert into notifications_channel (channel_id, enabled, since, sender, sender_name, language)
select r.channel_id, r.enabled, %(now)s, r.sender, r.sender_name, r.language
from json_to_recordset(%(rows)s::json) as r(
    channel_id bigint, enabled boolean, sender text, sender_name text, language text)
on conflict (channel_id) do update set
    enabled = excluded.enabled, sender = excluded.sender, sender_name = excluded.sender_name, language = excluded.language,
    since = case when excluded.enabled and not notifications_channel.enabled then excluded.since
        else notifications_channel.since end

-- name: select_messages
-- Messages, the newest first; of one order, one state, or all.
select id, key, order_id, occasion, language, recipient, state, attempt, requested_at, settled_at, reason
from notifications_message
where (%(order_id)s::bigint is null or order_id = %(order_id)s)
    and (%(state)s::text is null or state = %(state)s)
    and id < %(before_id)s
    and (%(since)s::timestamptz is null or requested_at >= %(since)s)
    and (%(before)s::timestamptz is null or requested_at < %(before)s)
order by id desc limit %(limit)s

-- name: select_letter
-- One message with everything that sending it needs beside its order.
select message.id, message.key, message.order_id, message.occasion, message.language, message.recipient, message.facts::text,
    message.state, message.attempt, coalesce(channel.enabled, false), coalesce(channel.sender, ''),
    coalesce(channel.sender_name, ''), network_channel.name, network_channel.time_zone
from notifications_message message
join orders_order orders on orders.id = message.order_id
join network_channel on network_channel.id = orders.channel_id
left join notifications_channel channel on channel.channel_id = orders.channel_id
where message.id = %(id)s

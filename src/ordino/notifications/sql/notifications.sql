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
    coalesce(channel.sender_name, ''), network_channel.name, network_channel.time_zone,
    coalesce(template.subject, ''), coalesce(template.text, '')
from notifications_message message
join orders_order orders on orders.id = message.order_id
join network_channel on network_channel.id = orders.channel_id
left join notifications_channel channel on channel.channel_id = orders.channel_id
left join notifications_template template
    on template.occasion = message.occasion and template.language = message.language
where message.id = %(id)s

-- name: upsert_templates
-- The merchant's own words.
insert into notifications_template (occasion, language, subject, text)
select occasion, language, subject, text from json_populate_recordset(null::notifications_template, %(rows)s::json)
on conflict (occasion, language) do update set subject = excluded.subject, text = excluded.text

-- name: delete_templates
-- Occasions and languages in which the words that are built in are sent again.
delete from notifications_template template
using json_to_recordset(%(rows)s::json) as r(occasion text, language text)
where template.occasion = r.occasion and template.language = r.language

-- name: select_templates
-- The merchant's own words, wherever there are any.
select occasion, language, subject, text from notifications_template order by occasion, language

-- name: select_sample
-- What a message about this order would be sent with: the facts of the last message of the occasion, where there is one.
select coalesce(message.id, 0), '', orders.id, %(occasion)s::text, %(language)s::text, '', coalesce(message.facts::text, ''), '', 1,
    coalesce(channel.enabled, false), coalesce(channel.sender, ''), coalesce(channel.sender_name, ''),
    network_channel.name, network_channel.time_zone, '', ''
from orders_order orders
join network_channel on network_channel.id = orders.channel_id
left join notifications_channel channel on channel.channel_id = orders.channel_id
left join lateral (
    select id, facts from notifications_message
    where order_id = orders.id and occasion = %(occasion)s order by id desc limit 1
) as message on true
where orders.id = %(order_id)s

-- name: select_newest_order
-- An order to show messages with.
select max(id) from orders_order

-- name: count_waiting
-- How much is read ahead for a webhook, up to a limit.
select count(*) from (
    select from webhooks_message where webhook_id = %(webhook_id)s and state = 'waiting' limit %(limit)s
) waiting

-- name: queue_messages
-- What a webhook is to be told of, as far as it is active and its channel has it; a page that comes twice adds nothing. The
-- version an order had with an event is the one that the last event about it said by then; none where it is not known.
insert into webhooks_message (webhook_id, position, stream, kind, order_id, order_version, due_at)
select w.id, r.position, r.stream, r.kind, o.id, nullif(known.version, 0), %(now)s
from json_to_recordset(%(rows)s::json) as r(position bigint, stream text, sequence bigint, kind text, order_id bigint)
join webhooks_webhook w on w.id = %(webhook_id)s and w.state = 'active'
left join orders_order o on o.id = r.order_id
left join lateral (
    select (case e.data ->> 'order_id' when r.order_id::text then e.data ->> 'order_version'
        else e.data ->> 'from_order_version' end)::bigint as version
    from engine_event e
    where e.stream = r.stream and e.sequence <= r.sequence and e.kind = any(%(kinds_of_orders)s::text[])
        and r.order_id::text in (e.data ->> 'order_id', e.data ->> 'from_order_id')
    order by e.sequence desc limit 1
) known on o.id is not null
where w.channel_id is null or o.channel_id = w.channel_id
on conflict (webhook_id, position) do nothing

-- name: claim_messages
-- Takes messages to be sent, one at a time of each stream and the earliest first: what waits behind one that is not due waits on.
with head as (
    select distinct on (stream) id, due_at, position
    from webhooks_message
    where webhook_id = %(webhook_id)s and state = 'waiting'
    order by stream, position
), due as (
    select id from head where due_at <= %(now)s order by due_at, position limit %(limit)s
), claimed as (
    update webhooks_message m set attempts = m.attempts + 1, due_at = %(lease_until)s
    from due
    where m.id = due.id and m.state = 'waiting' and m.due_at <= %(now)s
    returning m.id, m.position, m.order_id, m.order_version, m.attempts
)
select c.id, c.position, e.stream, e.sequence, e.kind, e.data::text, e.recorded_at, c.order_id, c.order_version, c.attempts
from claimed c join engine_event e on e.position = c.position
order by c.position

-- name: settle_messages
-- What became of attempts: delivered, or to be tried again. A message that was forgotten meanwhile stays so.
update webhooks_message m
set state = r.state, settled_at = case when r.state = 'delivered' then %(now)s::timestamptz end, due_at = r.due_at,
    last_status = r.status, last_error = r.error
from json_to_recordset(%(rows)s::json) as r(id bigint, state text, due_at timestamptz, status int, error text)
where m.id = r.id and m.state = 'waiting'
returning m.id

-- name: purge_messages
-- Forgets messages that were delivered long ago.
delete from webhooks_message where id in (
    select id from webhooks_message where state = 'delivered' and settled_at < %(before)s limit %(limit)s
)
returning id

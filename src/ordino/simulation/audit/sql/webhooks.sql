-- name: s1_webhooks_in_their_states
-- Webhooks in a state that is not declared, or that have ended and still have messages that wait.
select concat('webhook ', item.id), figure.name, figure.expected, figure.found
from webhooks_webhook item
cross join lateral (values
    ('state', case when item.state = any(%(states)s::text[]) then item.state
        else array_to_string(%(states)s::text[], ', ') end, item.state),
    ('waiting', 'none', case when item.state = 'ended' and exists (
        select from webhooks_message m where m.webhook_id = item.id and m.state = 'waiting') then 'some' else 'none' end)
) as figure(name, expected, found)
where figure.expected <> figure.found
order by item.id, figure.name

-- name: s1_webhook_messages_of_events
-- Messages that tell of no event, of another than they say, or with a version of their order that it did not have then.
select concat('webhook ', m.webhook_id, ' message ', m.position), figure.name, figure.expected, figure.found
from webhooks_message m
left join engine_event event on event.position = m.position
left join lateral (
    select case earlier.data ->> 'order_id' when m.order_id::text then earlier.data ->> 'order_version'
        else earlier.data ->> 'from_order_version' end as version
    from engine_event earlier
    where earlier.stream = event.stream and earlier.sequence <= event.sequence and earlier.kind = any(%(kinds)s::text[])
        and m.order_id::text in (earlier.data ->> 'order_id', earlier.data ->> 'from_order_id')
    order by earlier.sequence desc limit 1
) told on m.order_id is not null
cross join lateral (values
    ('event', coalesce(concat(event.stream, ' ', event.kind), 'none'), concat(m.stream, ' ', m.kind)),
    ('order version', coalesce(told.version, 'none'), coalesce(m.order_version::text, 'none'))
) as figure(name, expected, found)
where figure.expected <> figure.found
order by m.webhook_id, m.position

-- name: e6_webhooks_as_their_events
-- Webhooks that are not what their events make of them, or that lack one of the two.
with happened as (
    select
        substr(stream, 9)::bigint as id,
        max(data ->> 'name') filter (where kind = 'WebhookCreated') as name,
        (array_agg(data ->> 'url' order by sequence desc) filter (where kind in ('WebhookCreated', 'WebhookChanged')))[1] as url,
        (array_agg(kind order by sequence desc) filter (
            where kind in ('WebhookCreated', 'WebhookPaused', 'WebhookResumed', 'WebhookEnded')))[1] as last
    from engine_event
    where stream like 'webhook/%%'
    group by stream
)
select concat('webhook ', coalesce(happened.id, item.id)), figure.name, figure.expected, figure.found
from happened
full join webhooks_webhook item on item.id = happened.id
cross join lateral (values
    ('webhook', case when happened.id is null then 'none' else 'a webhook' end,
        case when item.id is null then 'none' else 'a webhook' end),
    ('name', happened.name, item.name),
    ('url', happened.url, item.url),
    ('state', case happened.last when 'WebhookPaused' then 'paused' when 'WebhookEnded' then 'ended' else 'active' end,
        item.state)
) as figure(name, expected, found)
where figure.expected <> figure.found
order by coalesce(happened.id, item.id), figure.name

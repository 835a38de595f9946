-- name: s1_exceptions_resolved_by_somebody
-- Exceptions in a state that is not declared, without an owner, of an order that is not there, or resolved without who and how.
select concat('exception ', item.id), figure.name, figure.expected, figure.found
from exceptions_exception item
cross join lateral (values
    ('state', case when item.state = any(%(states)s::text[]) then item.state
        else array_to_string(%(states)s::text[], ', ') end, item.state),
    ('owner', 'a name', case when item.owner = '' then 'none' else 'a name' end),
    ('order', 'an order', case when item.order_id is null
        or exists (select from orders_order where id = item.order_id) then 'an order' else 'none' end),
    ('resolved_by', case when item.state = 'resolved' then 'a name' else 'none' end,
        case when item.resolved_by is null then 'none' else 'a name' end),
    ('note', case when item.state = 'resolved' then 'a note' else 'none' end,
        case when item.note = '' then 'none' else 'a note' end)
) as figure(name, expected, found)
where figure.expected <> figure.found
order by item.id, figure.name

-- name: e6_exceptions_as_their_events
-- Exceptions that are not what their events make of them, or that lack one of the two.
with happened as (
    select
        substr(stream, 11)::bigint as id,
        max(data ->> 'exception_kind') as kind,
        max(data ->> 'subject') as subject,
        (array_agg(data ->> 'owner' order by sequence desc) filter (where data ->> 'owner' is not null))[1] as owner,
        (array_agg(kind order by sequence desc))[1] as last
    from engine_event
    where stream like 'exception/%%'
    group by stream
)
select concat('exception ', coalesce(happened.id, item.id)), figure.name, figure.expected, figure.found
from happened
full join exceptions_exception item on item.id = happened.id
cross join lateral (values
    ('exception', case when happened.id is null then 'none' else 'an exception' end,
        case when item.id is null then 'none' else 'an exception' end),
    ('kind', happened.kind, item.kind),
    ('subject', happened.subject, item.subject),
    ('owner', happened.owner, item.owner),
    ('state', case happened.last when 'ExceptionRaised' then 'open' when 'ExceptionAssigned' then 'assigned'
        when 'ExceptionResolved' then 'resolved' end, item.state)
) as figure(name, expected, found)
where figure.expected <> figure.found
order by coalesce(happened.id, item.id), figure.name

-- name: s1_messages_of_orders
-- Messages in a state that is not declared, or of an order that is not there.
select concat('message ', message.id), figure.name, figure.expected, figure.found
from notifications_message message
cross join lateral (values
    ('state', case when message.state = any(%(states)s::text[]) then message.state
        else array_to_string(%(states)s::text[], ', ') end, message.state),
    ('order', 'an order',
        case when exists (select from orders_order where id = message.order_id) then 'an order' else 'none' end)
) as figure(name, expected, found)
where figure.expected <> figure.found
order by message.id, figure.name

-- name: e6_messages_as_their_events
-- Messages that are not what the last of their events says, or that lack one of the two.
with happened as (
    select distinct on (id) id, kind, occasion
    from (
        select (event.data ->> 'message_id')::bigint as id, event.kind, event.data ->> 'occasion' as occasion, event.position
        from engine_event event
        where event.kind in ('NotificationRequested', 'NotificationSent', 'NotificationFailed', 'NotificationSuppressed',
            'NotificationResent')
    ) as told
    order by id, position desc
)
select concat('message ', coalesce(happened.id, message.id)), figure.name, figure.expected, figure.found
from happened
full join notifications_message message on message.id = happened.id
cross join lateral (values
    ('message', case when happened.id is null then 'none' else 'a message' end,
        case when message.id is null then 'none' else 'a message' end),
    ('occasion', happened.occasion, message.occasion),
    ('state', case happened.kind when 'NotificationSent' then 'sent' when 'NotificationFailed' then 'failed'
        when 'NotificationSuppressed' then 'suppressed' when 'NotificationRequested' then 'pending'
        when 'NotificationResent' then 'pending' end, message.state)
) as figure(name, expected, found)
where figure.expected <> figure.found
order by coalesce(happened.id, message.id), figure.name

-- name: life_orders_that_should_have_ended
-- Confirmed orders of a range with nothing left to do, and no return, hold or exception that says why they are open.
select concat('order ', orders.id), 'state', 'completed', orders.state
from orders_order orders
where orders.id between %(first)s and %(last)s and orders.state = 'confirmed'
    and (orders.payment_terms = 'paid_elsewhere'
        or orders.total_minor - orders.credited_minor = orders.captured_minor - orders.refunded_minor)
    and not exists (
        select from orders_line line
        where line.order_id = orders.id
            and (line.ordered - line.canceled > line.delivered + line.written_off or line.return_expected > 0)
    )
    and not exists (select from returns_return back where back.order_id = orders.id and back.closed_at is null)
    and not exists (select from orders_hold hold where hold.order_id = orders.id and hold.state = 'open')
    and not exists (
        select from exceptions_exception item where item.order_id = orders.id and item.state <> 'resolved'
    )
order by orders.id

-- name: select_changed_returns
-- Returns in the order of their last change, read along the journal: of each return the event that is the last to name it.
-- `position + 0` keeps the planner from reading the journal from its beginning, `offset 0` from reading it all to compare it.
select asked.id, asked.order_id, asked.state, orders.customer_name, units.quantity, units.received, orders.currency,
    coalesce((select sum(refund_minor) from returns_refund where return_id = asked.id), 0)::bigint,
    asked.requested_at, asked.expected_until, asked.label_number, changed.recorded_at, changed.position
from (
    select (event.data ->> 'return_id')::bigint as id, event.recorded_at, event.position
    from engine_event event
    where event.position > %(after_position)s and event.recorded_at >= %(since)s
        and event.position >= (select min(position + 0) from engine_event where recorded_at >= %(since)s)
        and event.kind = any(%(kinds)s)
        and not exists (
            select from engine_event later
            where later.stream = event.stream and later.sequence > event.sequence and later.kind = any(%(kinds)s)
                and later.data ->> 'return_id' = event.data ->> 'return_id'
            offset 0)
        and exists (
            select from returns_return asked join orders_order o on o.id = asked.order_id
            where asked.id = (event.data ->> 'return_id')::bigint and asked.state = any(%(states)s::text[])
                and (%(channel)s::text is null
                    or o.channel_id = (select id from network_channel where code = %(channel)s))
            offset 0)
    order by event.position
    limit %(limit)s
) as changed
join returns_return asked on asked.id = changed.id
join orders_order orders on orders.id = asked.order_id
cross join lateral (
    select sum(quantity)::bigint as quantity, sum(received)::bigint as received
    from returns_line where return_id = asked.id
) as units
order by changed.position

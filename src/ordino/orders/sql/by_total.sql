-- name: select_order_page_by_total
-- One page of the orders of one currency, the dearest first: the ways in of `select_order_page`, where the orders of each state and
-- channel are read along the index of their totals.
with held as materialized (
    select distinct h.order_id from orders_hold h where h.reason = %(hold_reason)s and h.state = 'open'
),
found as (
    (
        select o.id, o.total_minor
        from held
        cross join lateral (select * from orders_order where id = held.order_id offset 0) as o
        where %(hold_reason)s::text is not null
            and o.state = any(%(states)s)
            and (%(customer_id)s::bigint is null or o.customer_id = %(customer_id)s)
            and (%(channel_id)s::bigint is null or o.channel_id = %(channel_id)s)
            and o.currency = %(currency)s
            and (%(fulfillment_status)s::text is null or o.fulfillment_status = %(fulfillment_status)s)
            and o.placed_at >= %(placed_from)s and o.placed_at < %(placed_before)s
            and (o.total_minor, o.id) < (%(after_total_minor)s, %(after_id)s)
        order by o.total_minor desc, o.id desc limit %(limit)s
    )
    union all
    (
        select o.id, o.total_minor from orders_order o
        where %(hold_reason)s::text is null and %(customer_id)s::bigint is not null
            and o.customer_id = %(customer_id)s and o.state = any(%(states)s)
            and (%(channel_id)s::bigint is null or o.channel_id = %(channel_id)s)
            and o.currency = %(currency)s
            and (%(fulfillment_status)s::text is null or o.fulfillment_status = %(fulfillment_status)s)
            and o.placed_at >= %(placed_from)s and o.placed_at < %(placed_before)s
            and (o.total_minor, o.id) < (%(after_total_minor)s, %(after_id)s)
        order by o.total_minor desc, o.id desc limit %(limit)s
    )
    union all
    (
        select of_state.id, of_state.total_minor
        from unnest(%(states)s::text[]) as wanted(state)
        join network_channel channel on (%(channel_id)s::bigint is null or channel.id = %(channel_id)s)
        cross join lateral (
            select o.id, o.total_minor from orders_order o
            where o.state = wanted.state and o.channel_id = channel.id and o.currency = %(currency)s
                and (%(fulfillment_status)s::text is null or o.fulfillment_status = %(fulfillment_status)s)
                and o.placed_at >= %(placed_from)s and o.placed_at < %(placed_before)s
                and (o.total_minor, o.id) < (%(after_total_minor)s, %(after_id)s)
            order by o.total_minor desc, o.id desc limit %(limit)s
        ) as of_state
        where %(hold_reason)s::text is null and %(customer_id)s::bigint is null
        order by of_state.total_minor desc, of_state.id desc limit %(limit)s
    )
)
select
    o.id, o.external_reference, c.code, o.customer_id, o.customer_name, o.email, o.state, o.fulfillment_status, o.currency,
    o.total_minor, o.priority, o.placed_at, o.version, o.payment_status, o.return_status, o.invoice_status,
    coalesce(o.ship_to ->> 'city', ''),
    array(select h.reason from orders_hold h where h.order_id = o.id and h.state = 'open' order by h.id)
from (select id from found order by total_minor desc, id desc limit %(limit)s) as page
join orders_order o on o.id = page.id
join network_channel c on c.id = o.channel_id
order by o.total_minor desc, o.id desc

-- name: select_payment_page
-- A page of payments, the newest first: of an order, of a gateway, of a channel's orders, or all.
select p.id, p.order_id, p.gateway, p.method, p.currency, p.gateway_reference, p.authorized_minor, p.captured_minor,
    p.refunded_minor, p.disputed_minor, p.capturable_minor,
    p.authorize_pending_minor + p.capture_pending_minor + p.refund_pending_minor, p.expires_at, p.created_at
from payments_payment p
where p.id < %(before_id)s
    and (%(order_id)s::bigint is null or p.order_id = %(order_id)s)
    and (%(gateway)s::text is null or p.gateway = %(gateway)s)
    and (%(since)s::timestamptz is null or p.created_at >= %(since)s)
    and (%(before)s::timestamptz is null or p.created_at < %(before)s)
    and (%(channel)s::text is null
        or (select o.channel_id from orders_order o where o.id = p.order_id)
            = (select id from network_channel where code = %(channel)s))
order by p.id desc limit %(limit)s

-- name: select_payment
-- One payment.
select p.id, p.order_id, p.gateway, p.method, p.currency, p.gateway_reference, p.authorized_minor, p.captured_minor,
    p.refunded_minor, p.disputed_minor, p.capturable_minor,
    p.authorize_pending_minor + p.capture_pending_minor + p.refund_pending_minor, p.expires_at, p.created_at
from payments_payment p where p.id = %(payment_id)s

-- name: select_payment_history
-- What was asked and said of a payment, as it came.
select kind, outcome, amount_minor, occurred_at, recorded_at, reference, reason, gateway, event_id
from payments_event where payment_id = %(payment_id)s order by id

-- name: select_refund_page
-- A page of refunds, the newest first: of an order, of a channel's orders, in given states.
select r.id, r.order_id, r.payment_id, p.gateway, p.currency, r.amount_minor, r.state, r.destination, r.reason,
    r.reference, r.created_by, r.created_at
from payments_refund r join payments_payment p on p.id = r.payment_id
where r.id < %(before_id)s and r.state = any(%(states)s)
    and (%(order_id)s::bigint is null or r.order_id = %(order_id)s)
    and (%(since)s::timestamptz is null or r.created_at >= %(since)s)
    and (%(before)s::timestamptz is null or r.created_at < %(before)s)
    and (%(channel)s::text is null
        or (select o.channel_id from orders_order o where o.id = r.order_id)
            = (select id from network_channel where code = %(channel)s))
order by r.id desc limit %(limit)s

-- name: select_unknown_payments
-- What gateways said of payments that are not known, the newest first.
select kind, outcome, amount_minor, occurred_at, recorded_at, reference, reason, gateway, event_id
from payments_event where payment_id is null order by id desc limit %(limit)s

-- name: select_order_currency
-- The currency of an order.
select currency from orders_order where id = %(order_id)s

-- name: select_order_states
-- The states of orders.
select id, state from orders_order where id = any(%(order_ids)s)

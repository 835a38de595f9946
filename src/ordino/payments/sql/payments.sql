-- name: lock_payments
-- Locks the payments of locked orders in the order of their keys, the oldest first.
select id, order_id, gateway, method, currency, gateway_reference, token, authorized_minor, captured_minor, refunded_minor,
    voided_minor, expired_minor, disputed_minor, capturable_minor, authorize_pending_minor, capture_pending_minor,
    refund_pending_minor, expires_at, origin_id
from payments_payment where order_id = any(%(order_ids)s) order by id for no key update

-- name: select_events
-- Everything that was asked and said of the payments of orders.
select e.id, e.payment_id, e.gateway, e.event_id, e.kind, e.outcome, e.amount_minor, e.request_key, e.occurred_at,
    e.gateway_reference, e.reason, e.reference, e.expires_at
from payments_payment p join payments_event e on e.payment_id = p.id
where p.order_id = any(%(order_ids)s) order by e.id

-- name: select_refunds
-- The refunds of orders, the oldest first.
select id, order_id, payment_id, amount_minor, reason, reference, destination, state, request_key
from payments_refund where order_id = any(%(order_ids)s) order by id

-- name: select_coverage
-- What was said last of the orders: whether they are covered; whether they wait for a payment; what is invoiced and open.
select o.id, coalesce(c.covered, false),
    exists (select from orders_hold h where h.order_id = o.id and h.reason = 'payment' and h.state = 'open'),
    o.invoiced_minor, o.invoice_open_minor
from orders_order o left join payments_coverage c on c.order_id = o.id
where o.id = any(%(order_ids)s)

-- name: select_orders_of_events
-- The orders of the payments that events tell of, found by the key of our call or by the gateway's name of the payment; the
-- orders that share a payment are all among them.
select coalesce(shared.order_id, p.order_id)
from json_to_recordset(%(events)s::json) as r(gateway text, request_key text, gateway_reference text)
join payments_event e on e.request_key = r.request_key and e.outcome = 'requested'
join payments_payment p on p.id = e.payment_id
left join payments_payment shared on shared.gateway = p.gateway and shared.gateway_reference = p.gateway_reference
    and shared.gateway_reference <> ''
union
select p.order_id
from json_to_recordset(%(events)s::json) as r(gateway text, request_key text, gateway_reference text)
join payments_payment p on p.gateway = r.gateway and p.gateway_reference = r.gateway_reference
    and p.gateway_reference <> ''

-- name: select_unknown_events
-- What was said before of payments that were not known then, and that this batch tells of.
select e.id, e.payment_id, e.gateway, e.event_id, e.kind, e.outcome, e.amount_minor, e.request_key, e.occurred_at,
    e.gateway_reference, e.reason, e.reference, e.expires_at
from json_to_recordset(%(events)s::json) as r(gateway text, event_id text, gateway_reference text)
join payments_event e on e.payment_id is null and e.gateway = r.gateway
    and (e.event_id = r.event_id or r.gateway_reference <> '' and e.gateway_reference = r.gateway_reference)
group by e.id order by e.id

-- name: select_orders_of_due_authorizations
-- The orders whose authorizations have run out, the longest ago first.
select order_id from payments_payment
where expires_at <= %(now)s and capturable_minor > 0 order by expires_at, id limit %(limit)s

-- name: select_shared_payments
-- Which payments are only a part of an authorization of which another order still has something.
select mine.id from payments_payment mine
where mine.id = any(%(payment_ids)s) and exists (
    select from payments_payment other
    where other.gateway = mine.gateway and other.gateway_reference = mine.gateway_reference
        and other.gateway_reference <> '' and other.id <> mine.id
        and other.capturable_minor + other.capture_pending_minor > 0)

-- name: select_orders_of_refunds
-- The orders that refunds belong to.
select id, order_id from payments_refund where id = any(%(refund_ids)s)

-- name: insert_payments
-- Payments that begin.
insert into payments_payment (id, order_id, gateway, method, currency, gateway_reference, token, authorized_minor,
    captured_minor, refunded_minor, voided_minor, expired_minor, disputed_minor, capturable_minor, authorize_pending_minor,
    capture_pending_minor, refund_pending_minor, expires_at, origin_id, created_at)
select r.id, r.order_id, r.gateway, r.method, r.currency, r.gateway_reference, r.token, r.authorized_minor,
    r.captured_minor, r.refunded_minor, r.voided_minor, r.expired_minor, r.disputed_minor, r.capturable_minor,
    r.authorize_pending_minor, r.capture_pending_minor, r.refund_pending_minor, r.expires_at, r.origin_id, %(now)s
from json_to_recordset(%(rows)s::json) as r(
    id bigint, order_id bigint, gateway text, method text, currency text, gateway_reference text, token text,
    authorized_minor bigint, captured_minor bigint, refunded_minor bigint, voided_minor bigint, expired_minor bigint,
    disputed_minor bigint, capturable_minor bigint, authorize_pending_minor bigint, capture_pending_minor bigint,
    refund_pending_minor bigint, expires_at timestamptz, origin_id bigint)

-- name: update_payments
-- What payments come to after further events.
update payments_payment p set
    gateway_reference = r.gateway_reference, authorized_minor = r.authorized_minor, captured_minor = r.captured_minor,
    refunded_minor = r.refunded_minor, voided_minor = r.voided_minor, expired_minor = r.expired_minor,
    disputed_minor = r.disputed_minor, capturable_minor = r.capturable_minor,
    authorize_pending_minor = r.authorize_pending_minor, capture_pending_minor = r.capture_pending_minor,
    refund_pending_minor = r.refund_pending_minor, expires_at = r.expires_at
from json_to_recordset(%(rows)s::json) as r(
    id bigint, gateway_reference text, authorized_minor bigint, captured_minor bigint, refunded_minor bigint,
    voided_minor bigint, expired_minor bigint, disputed_minor bigint, capturable_minor bigint,
    authorize_pending_minor bigint, capture_pending_minor bigint, refund_pending_minor bigint, expires_at timestamptz)
where p.id = r.id

-- name: insert_events
-- What was asked and said; the unique (gateway, event_id) lets each be kept once.
insert into payments_event (id, payment_id, gateway, event_id, kind, outcome, amount_minor, request_key, occurred_at,
    gateway_reference, reason, reference, expires_at, recorded_at)
select r.id, r.payment_id, r.gateway, r.event_id, r.kind, r.outcome, r.amount_minor, r.request_key, r.occurred_at,
    coalesce(r.gateway_reference, ''), coalesce(r.reason, ''), coalesce(r.reference, ''), r.expires_at, %(now)s
from json_to_recordset(%(rows)s::json) as r(
    id bigint, payment_id bigint, gateway text, event_id text, kind text, outcome text, amount_minor bigint,
    request_key text, occurred_at timestamptz, gateway_reference text, reason text, reference text, expires_at timestamptz)

-- name: adopt_events
-- What was said of an unknown payment belongs to one that is known now.
update payments_event e set payment_id = r.payment_id
from json_to_recordset(%(rows)s::json) as r(id bigint, payment_id bigint) where e.id = r.id

-- name: insert_refunds
-- Refunds that begin.
insert into payments_refund (id, order_id, payment_id, amount_minor, reason, reference, destination, state, request_key,
    created_by, created_at)
select r.id, r.order_id, r.payment_id, r.amount_minor, r.reason, r.reference, r.destination, r.state, r.request_key,
    %(created_by)s, %(now)s
from json_to_recordset(%(rows)s::json) as r(
    id bigint, order_id bigint, payment_id bigint, amount_minor bigint, reason text, reference text, destination text,
    state text, request_key text)

-- name: move_refunds
-- The states that refunds come to.
update payments_refund f set state = r.state
from json_to_recordset(%(rows)s::json) as r(id bigint, state text) where f.id = r.id

-- name: upsert_coverage
-- What is said now of orders: whether they are covered.
insert into payments_coverage (order_id, covered)
select r.order_id, r.covered from json_to_recordset(%(rows)s::json) as r(order_id bigint, covered boolean)
on conflict (order_id) do update set covered = excluded.covered

-- name: select_policies
-- The limits of channels, and the one for all others.
select channel_id, approve_refunds_above_minor from payments_policy
where channel_id is null or channel_id = any(%(channel_ids)s)

-- name: upsert_policies
-- The limit of a channel, or for all others.
insert into payments_policy (channel_id, approve_refunds_above_minor, updated_at)
select r.channel_id, r.approve_refunds_above_minor, %(now)s
from json_to_recordset(%(rows)s::json) as r(channel_id bigint, approve_refunds_above_minor bigint)
on conflict (channel_id) do update set
    approve_refunds_above_minor = excluded.approve_refunds_above_minor, updated_at = excluded.updated_at

-- name: select_channels
-- The keys of channels by code.
select code, id from network_channel where code = any(%(codes)s)

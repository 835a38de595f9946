-- name: m3_payments_in_order
-- Payments of a range that captured more than was authorized, or gave more back than was captured, with what is on its way back.
select concat('payment ', payment.id), figure.name, concat('at most ', figure.most), figure.found::text
from payments_payment payment
left join (
    select payment_id, sum(amount_minor) as under_way from payments_refund
    where state in ('proposed', 'approved', 'requested') group by payment_id
) refund on refund.payment_id = payment.id
cross join lateral (values
    ('captured_minor', payment.authorized_minor, payment.captured_minor),
    ('refunded_minor', payment.captured_minor, payment.refunded_minor),
    ('refunds under way', greatest(payment.captured_minor - payment.refunded_minor, 0), coalesce(refund.under_way, 0))
) as figure(name, most, found)
where payment.order_id between %(first)s and %(last)s and figure.found > figure.most
order by payment.id, figure.name

-- name: select_payments
-- The payments of a range of orders with their cached amounts.
select id, authorized_minor, captured_minor, refunded_minor, voided_minor, expired_minor, disputed_minor, capturable_minor,
    authorize_pending_minor, capture_pending_minor, refund_pending_minor, expires_at
from payments_payment where order_id between %(first)s and %(last)s order by id

-- name: select_payment_events
-- Everything that was asked and said of the payments of a range of orders.
select payment.id, event.kind, event.outcome, event.amount_minor, event.request_key, event.expires_at
from payments_payment payment join payments_event event on event.payment_id = payment.id
where payment.order_id between %(first)s and %(last)s order by payment.id, event.id

-- name: s2_orders_carry_their_payments
-- Orders of a range whose figures of payment are not the sums of their payments.
select concat('order ', orders.id), figure.name, figure.expected::text, figure.found::text
from orders_order orders
left join (
    select order_id, sum(capturable_minor + capture_pending_minor) as open, sum(captured_minor) as captured,
        sum(refunded_minor) as refunded
    from payments_payment where order_id between %(first)s and %(last)s group by order_id
) payment on payment.order_id = orders.id
cross join lateral (values
    ('authorized_minor', coalesce(payment.open, 0), orders.authorized_minor),
    ('captured_minor', coalesce(payment.captured, 0), orders.captured_minor),
    ('refunded_minor', coalesce(payment.refunded, 0), orders.refunded_minor)
) as figure(name, expected, found)
where orders.id between %(first)s and %(last)s and figure.expected <> figure.found
order by orders.id, figure.name

-- name: s1_refunds_follow_their_acts
-- Refunds of a range in a state that is not declared, or that is not what was said of their act at the gateway.
with act as (
    select refund.id,
        case
            when bool_or(event.kind = 'refund_reversal' and event.outcome = 'succeeded') then 'reversed'
            when bool_or(event.kind = 'refund' and event.outcome = 'succeeded') then 'succeeded'
            when bool_or(event.kind = 'refund' and event.outcome = 'failed') then 'failed'
            when bool_or(event.kind = 'refund') then 'requested'
            else 'proposed, approved or declined'
        end as came_to
    from payments_refund refund left join payments_event event on event.request_key = refund.request_key
    where refund.order_id between %(first)s and %(last)s
    group by refund.id
)
select concat('refund ', refund.id), 'state', act.came_to, refund.state
from payments_refund refund join act on act.id = refund.id
where refund.state <> act.came_to
    and not (refund.state in ('proposed', 'approved', 'declined') and act.came_to = 'proposed, approved or declined')
order by refund.id

-- name: s4_covered_orders_are_covered
-- Orders of a range that were said to be covered, and are not; what has ended needs no cover.
select concat('order ', orders.id), 'covered', (orders.total_minor - orders.credited_minor)::text,
    (orders.authorized_minor + orders.captured_minor - orders.refunded_minor)::text
from payments_coverage coverage join orders_order orders on orders.id = coverage.order_id
where orders.id between %(first)s and %(last)s and coverage.covered
    and orders.payment_terms = 'prepaid' and orders.state in ('placed', 'confirmed')
    and orders.authorized_minor + orders.captured_minor - orders.refunded_minor
        < orders.total_minor - orders.credited_minor
order by orders.id

-- name: e6_payments_as_their_events
-- Payments of a range whose amounts are not the sums of the events of their order; what follows proves what went before.
with told as (
    select
        (event.data ->> 'payment_id')::bigint as id,
        sum(case event.kind
            when 'PaymentAuthorized' then (event.data ->> 'amount_minor')::bigint
            when 'PaymentMovedIn' then (event.data ->> 'authorized_minor')::bigint
            when 'PaymentMovedOut' then -(event.data ->> 'authorized_minor')::bigint
        end) as authorized,
        sum(case event.kind
            when 'PaymentCaptured' then (event.data ->> 'amount_minor')::bigint
            when 'PaymentMovedIn' then (event.data ->> 'captured_minor')::bigint
            when 'PaymentMovedOut' then -(event.data ->> 'captured_minor')::bigint
        end) as captured,
        sum((event.data ->> 'amount_minor')::bigint * case event.kind when 'RefundReversed' then -1 else 1 end)
            filter (where event.kind in ('PaymentRefunded', 'RefundReversed')) as refunded,
        sum((event.data ->> 'amount_minor')::bigint * case event.kind when 'DisputeWon' then -1 else 1 end)
            filter (where event.kind in ('PaymentDisputed', 'DisputeWon')) as disputed
    from orders_order orders
    join engine_event event on event.stream = 'order/' || orders.id and event.kind in (
        'PaymentRequested', 'PaymentAuthorized', 'PaymentCaptured', 'PaymentRefunded', 'RefundReversed',
        'PaymentDisputed', 'DisputeWon', 'PaymentMovedIn', 'PaymentMovedOut')
    where orders.id between %(first)s and %(last)s
    group by 1
),
payment as (
    select * from payments_payment where order_id between %(first)s and %(last)s
)
select concat('payment ', coalesce(told.id, payment.id)), figure.name, figure.expected::text,
    coalesce(figure.found::text, 'no payment')
from told full join payment on payment.id = told.id
cross join lateral (values
    ('authorized_minor', greatest(told.authorized, told.captured, told.refunded, 0), payment.authorized_minor),
    ('captured_minor', greatest(told.captured, told.refunded, 0), payment.captured_minor),
    ('refunded_minor', greatest(told.refunded, 0), payment.refunded_minor),
    ('disputed_minor', coalesce(told.disputed, 0), payment.disputed_minor)
) as figure(name, expected, found)
where figure.expected is distinct from figure.found
order by 1, figure.name

-- name: m9_moved_money_arrives
-- Money that left payments of a range of orders and did not come to a payment of another order, or came from none.
with act as (
    select event.request_key, event.kind, event.amount_minor, payment.id, payment.order_id
    from payments_event event join payments_payment payment on payment.id = event.payment_id
    where event.kind in ('authorization_in', 'authorization_out', 'capture_in', 'capture_out')
        and event.outcome = 'succeeded'
),
ways as (
    select request_key, split_part(kind, '_', 1) as what,
        max(id) filter (where kind like '%%out') as giver, max(id) filter (where kind like '%%in') as taker,
        coalesce(sum(amount_minor) filter (where kind like '%%out'), 0) as given,
        coalesce(sum(amount_minor) filter (where kind like '%%in'), 0) as taken
    from act group by 1, 2
    having bool_or(order_id between %(first)s and %(last)s)
)
select concat('payment ', coalesce(taker, giver)), concat('moved ', what), given::text, taken::text
from ways where given <> taken order by 1, 2

-- name: s1_fraud_assessments_explained
-- Assessments that are not the sum of their reasons, in a state their score or verdict does not have, or of no order.
select concat('fraud assessment of order ', item.order_id), figure.name, figure.expected, figure.found
from fraud_assessment item
cross join lateral (
    select coalesce(sum((reason ->> 'points')::bigint), 0) as points from jsonb_array_elements(item.reasons) reason
) summed
cross join lateral (values
    ('score', summed.points::text, item.score::text),
    ('state', case when item.state = any(%(states)s::text[]) then item.state
        else array_to_string(%(states)s::text[], ', ') end, item.state),
    ('verdict', case when item.state = 'reviewed' then 'a verdict' else 'none' end,
        case when item.verdict is null then 'none' else 'a verdict' end),
    ('order', 'an order', case when exists (select from orders_order where id = item.order_id) then 'an order' else 'none' end)
) as figure(name, expected, found)
where figure.expected <> figure.found
order by item.order_id, figure.name

-- name: e6_fraud_assessments_as_their_events
-- Assessments that are not what the events of their orders make of them, or that lack one of the two.
with happened as (
    select
        substr(stream, 7)::bigint as order_id,
        (array_agg(coalesce((data ->> 'score')::bigint, 0) order by sequence desc) filter (where kind = 'OrderAssessed'))[1]
            as score,
        bool_or(coalesce((data ->> 'suspected')::boolean, false)) as suspected,
        (array_agg(data ->> 'verdict' order by sequence desc) filter (where kind = 'FraudReviewed'))[1] as verdict
    from engine_event
    where kind in ('OrderAssessed', 'FraudReviewed') and stream like 'order/%%'
    group by stream
)
select concat('fraud assessment of order ', coalesce(happened.order_id, item.order_id)), figure.name, figure.expected,
    figure.found
from happened
full join fraud_assessment item on item.order_id = happened.order_id
cross join lateral (values
    ('assessment', case when happened.order_id is null then 'none' else 'an assessment' end,
        case when item.order_id is null then 'none' else 'an assessment' end),
    ('score', happened.score::text, item.score::text),
    ('state', case when happened.verdict is not null then 'reviewed' when happened.suspected then 'suspected' else 'passed' end,
        item.state),
    ('verdict', happened.verdict, item.verdict)
) as figure(name, expected, found)
where figure.expected <> figure.found
order by coalesce(happened.order_id, item.order_id), figure.name

-- name: e6_consents_as_their_events
-- Consents that are not what the events of their customers say: whose, to what, when and where they were given and withdrawn.
with told as (
    select (data ->> 'consent_id')::bigint as id,
        (array_agg(stream order by position desc) filter (where kind <> 'ConsentWithdrawn'))[1] as stream,
        min(data ->> 'purpose') filter (where kind = 'ConsentGiven') as purpose,
        min(data ->> 'source') filter (where kind = 'ConsentGiven') as source,
        min((data ->> 'given_at')::timestamptz) as given_at,
        min(data ->> 'source') filter (where kind = 'ConsentWithdrawn') as withdrawal_source,
        min((data ->> 'withdrawn_at')::timestamptz) as withdrawn_at
    from engine_event
    where stream >= 'customer/' and stream < 'customer0' and kind in ('ConsentGiven', 'ConsentWithdrawn', 'ConsentTakenOver')
    group by 1
)
select concat('consent ', coalesce(told.id, consent.id)), figure.name, coalesce(figure.expected, 'none'),
    coalesce(figure.found, 'none')
from told
full join parties_consent consent on consent.id = told.id
cross join lateral (values
    ('customer', told.stream, 'customer/' || consent.customer_id),
    ('purpose', told.purpose, consent.purpose),
    ('source', told.source, consent.source),
    ('given_at', told.given_at::text, consent.given_at::text),
    ('withdrawal_source', told.withdrawal_source, nullif(consent.withdrawal_source, '')),
    ('withdrawn_at', told.withdrawn_at::text, consent.withdrawn_at::text)
) as figure(name, expected, found)
where figure.expected is distinct from figure.found
order by coalesce(told.id, consent.id), figure.name

-- name: m5_stored_value_adds_up
-- Accounts whose balance is not the sum of their movements, or whose value set aside is not that of their reservations.
select concat('stored value ', item.id), figure.name, figure.expected::text, figure.found::text
from stored_value_account item
cross join lateral (
    select coalesce(sum(case m.to_account when 'customer' then m.amount_minor else -m.amount_minor end), 0) as balance
    from stored_value_movement m where m.account_id = item.id
) moved
cross join lateral (
    select coalesce(sum(r.amount_minor - r.redeemed_minor - r.released_minor), 0) as reserved
    from stored_value_reservation r where r.account_id = item.id
) held
cross join lateral (values
    ('balance_minor', moved.balance, item.balance_minor),
    ('reserved_minor', held.reserved, item.reserved_minor)
) as figure(name, expected, found)
where figure.expected <> figure.found
order by item.id, figure.name

-- name: m5_reservations_as_their_movements
-- Reservations of which more or less was redeemed and given back than was moved.
select concat('stored value ', item.account_id, ' reservation ', item.id), figure.name, figure.expected::text,
    figure.found::text
from stored_value_reservation item
cross join lateral (
    select coalesce(sum(m.amount_minor) filter (where m.kind = 'redeem'), 0) as redeemed,
        coalesce(sum(m.amount_minor) filter (where m.kind = 'give_back'), 0) as given_back
    from stored_value_movement m where m.account_id = item.account_id and m.reservation_id = item.id
) moved
cross join lateral (values
    ('redeemed_minor', moved.redeemed, item.redeemed_minor),
    ('given_back_minor', moved.given_back, item.given_back_minor)
) as figure(name, expected, found)
where figure.expected <> figure.found
order by item.id, figure.name

-- name: e6_stored_value_as_its_events
-- Accounts that do not have what their events come to, or that lack one of the two.
with happened as (
    select
        substr(stream, 14)::bigint as id,
        sum(case kind when 'ValueIssued' then amount when 'ValueGivenBack' then amount
            when 'ValueRedeemed' then -amount when 'ValueExpired' then -amount else 0 end) as balance,
        sum(case kind when 'ValueReserved' then amount when 'ValueReleased' then -amount
            when 'ValueRedeemed' then -amount else 0 end) as reserved
    from (
        select stream, kind, (data ->> 'amount_minor')::bigint as amount
        from engine_event where stream like 'stored_value/%%'
    ) event
    group by stream
)
select concat('stored value ', coalesce(happened.id, item.id)), figure.name, figure.expected, figure.found
from happened
full join stored_value_account item on item.id = happened.id
cross join lateral (values
    ('account', case when happened.id is null then 'none' else 'an account' end,
        case when item.id is null then 'none' else 'an account' end),
    ('balance_minor', happened.balance::text, item.balance_minor::text),
    ('reserved_minor', happened.reserved::text, item.reserved_minor::text)
) as figure(name, expected, found)
where figure.expected <> figure.found
order by coalesce(happened.id, item.id), figure.name

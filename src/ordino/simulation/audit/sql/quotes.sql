-- name: quotes_convert_once
-- Quotes that are ordered without exactly one order of that total, orders named by a quote that has not become them.
with ordered as (
    select revision.quote_id, revision.order_id, revision.total_minor, revision.currency, quote.channel_id
    from quotes_revision revision
    join quotes_quote quote on quote.id = revision.quote_id
    where revision.state = 'ordered'
),
named as (
    select id, channel_id, substr(external_reference, 7)::bigint as quote_id
    from orders_order where external_reference ~ '^quote/[0-9]{1,18}$'
),
converted as (
    select coalesce(ordered.quote_id, named.quote_id) as quote_id,
        count(distinct ordered.order_id) as expected, count(distinct named.id) as found,
        min(ordered.order_id) as ordered_id, min(named.id) as named_id,
        min(ordered.total_minor) as total_minor, min(ordered.currency) as currency
    from ordered
    full join named on named.quote_id = ordered.quote_id and named.channel_id = ordered.channel_id
    group by 1
)
select concat('quote ', converted.quote_id), figure.name, figure.expected, figure.found
from converted
left join lateral (
    select (data ->> 'total_minor')::bigint as total_minor, data ->> 'currency' as currency
    from engine_event
    where stream = concat('order/', converted.named_id) and kind = 'OrderPlaced'
    order by sequence limit 1
) as placed on true
cross join lateral (values
    ('orders', converted.expected::text, converted.found::text),
    ('order', converted.ordered_id::text, converted.named_id::text),
    ('total', converted.total_minor::text, placed.total_minor::text),
    ('currency', converted.currency, placed.currency)
) as figure(name, expected, found)
where figure.expected <> figure.found
order by converted.quote_id, figure.name

-- name: s1_quote_revisions_in_their_state
-- Quotes whose revisions are in no declared state, of which several are live, or that miscount them.
select concat('quote ', quote.id), figure.name, figure.expected, figure.found
from quotes_quote quote
cross join lateral (
    select count(*) as revisions, max(number) as newest,
        count(*) filter (where state <> all(%(states)s::text[])) as undeclared,
        count(*) filter (where state = any(%(live_states)s::text[])) as live,
        count(*) filter (where state = any(%(live_states)s::text[]) and number <> quote.newest_revision) as live_before,
        count(*) filter (where (state = 'ordered') <> (order_id is not null)) as misnamed,
        count(*) filter (where state = 'accepted') as accepted
    from quotes_revision where quote_id = quote.id
) as held
cross join lateral (values
    ('revisions', quote.newest_revision::text, held.revisions::text),
    ('newest revision', quote.newest_revision::text, coalesce(held.newest, 0)::text),
    ('revisions in no declared state', '0', held.undeclared::text),
    ('live revisions', least(held.live, 1)::text, held.live::text),
    ('live revisions before the newest', '0', held.live_before::text),
    ('revisions with an order that are not ordered, or without one that are', '0', held.misnamed::text),
    ('accepted revisions without their order', '0', held.accepted::text)
) as figure(name, expected, found)
where figure.expected <> figure.found
order by quote.id, figure.name

-- name: e6_quotes_as_their_events
-- Revisions that are not what their events make of them, or that lack one of the two.
with happened as (
    select substr(stream, 7)::bigint as quote_id, (data ->> 'revision')::integer as number, sequence, kind, data
    from engine_event where stream like 'quote/%%'
),
superseded as (
    select quote_id, number - 1 as number, sequence, data ->> 'former' as state
    from happened where kind = 'QuoteRevised'
),
moved as (
    select quote_id, number, sequence,
        case kind when 'QuoteSent' then 'sent' when 'QuoteAccepted' then 'accepted' when 'QuoteOrdered' then 'ordered'
            when 'QuoteDeclined' then 'declined' when 'QuoteExpired' then 'expired' else 'draft' end as state
    from happened
    union all select quote_id, number, sequence, state from superseded
),
state as (
    select distinct on (quote_id, number) quote_id, number, state
    from moved order by quote_id, number, sequence desc
),
told as (
    select state.quote_id, state.number, state.state,
        begun.data ->> 'total_minor' as total, begun.data ->> 'currency' as currency,
        begun.data ->> 'valid_until' as valid_until, (begun.data ->> 'expires_at')::timestamptz as expires_at,
        begun.data -> 'order' as content, ordered.data ->> 'order_id' as order_id
    from state
    left join happened begun on begun.quote_id = state.quote_id and begun.number = state.number
        and begun.kind in ('QuoteDrafted', 'QuoteRevised')
    left join happened ordered on ordered.quote_id = state.quote_id and ordered.number = state.number
        and ordered.kind = 'QuoteOrdered'
)
select concat('quote ', coalesce(told.quote_id, revision.quote_id), ' revision ', coalesce(told.number, revision.number)),
    figure.name, figure.expected, figure.found
from told
full join quotes_revision revision on revision.quote_id = told.quote_id and revision.number = told.number
cross join lateral (values
    ('state', coalesce(told.state, 'none'), coalesce(revision.state, 'none')),
    ('total', told.total, revision.total_minor::text),
    ('currency', told.currency, revision.currency),
    ('valid until', told.valid_until, revision.valid_until::text),
    ('expires at', told.expires_at::text, revision.expires_at::text),
    ('content', md5(told.content::jsonb::text), md5(revision.content::text)),
    ('order', coalesce(told.order_id, 'none'), coalesce(revision.order_id::text, 'none'))
) as figure(name, expected, found)
where figure.expected <> figure.found
order by coalesce(told.quote_id, revision.quote_id), coalesce(told.number, revision.number), figure.name

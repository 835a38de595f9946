-- name: select_time_zones
-- Where the days of channels end.
select code, time_zone from network_channel where code = any(%(codes)s::text[])

-- name: lock_quotes
-- Locks quotes in the order of their numbers.
select id from quotes_quote where id = any(%(ids)s::bigint[]) order by id for no key update

-- name: select_revisions
-- Every revision of quotes that are locked.
select revision.quote_id, revision.number, quote.newest_revision, quote.channel_id, revision.state, revision.total_minor,
    revision.currency, revision.valid_until, revision.expires_at, revision.order_id, revision.note
from quotes_quote quote
join quotes_revision revision on revision.quote_id = quote.id
where quote.id = any(%(ids)s::bigint[])
order by revision.quote_id, revision.number

-- name: select_contents
-- The orders that revisions offer.
select revision.quote_id, revision.number, revision.content::text
from json_to_recordset(%(rows)s::json) as r(quote_id bigint, number integer)
join quotes_revision revision on revision.quote_id = r.quote_id and revision.number = r.number

-- name: insert_quotes
-- New quotes; their first revision is written with them.
insert into quotes_quote (id, channel_id, newest_revision, created_at)
select r.id, r.channel_id, 1, %(now)s
from json_to_recordset(%(rows)s::json) as r(id bigint, channel_id bigint)

-- name: insert_revisions
-- New revisions, with the order they offer.
insert into quotes_revision (
    quote_id, number, state, content, customer_id, customer_name, total_minor, currency, valid_until, expires_at, drafted_at,
    changed_at)
select r.quote_id, r.number, r.state, r.content, r.customer_id, r.customer_name, r.total_minor, r.currency, r.valid_until,
    r.expires_at, %(now)s, %(now)s
from json_to_recordset(%(rows)s::json) as r(
    quote_id bigint, number integer, state text, content jsonb, customer_id bigint, customer_name text, total_minor bigint,
    currency text, valid_until date, expires_at timestamptz)

-- name: change_revisions
-- What has become of revisions.
update quotes_revision revision set state = r.state, note = r.note, order_id = r.order_id, changed_at = %(now)s
from json_to_recordset(%(rows)s::json) as r(quote_id bigint, number integer, state text, note text, order_id bigint)
where revision.quote_id = r.quote_id and revision.number = r.number

-- name: count_revisions
-- Quotes that have a newer revision.
update quotes_quote quote set newest_revision = r.newest_revision
from json_to_recordset(%(rows)s::json) as r(quote_id bigint, newest_revision integer)
where quote.id = r.quote_id

-- name: select_quote_page
-- Quotes by their newest revision, the newest quote first.
select quote.id, quote.newest_revision, channel.code, revision.state, revision.customer_id, revision.customer_name,
    revision.total_minor, revision.currency, revision.valid_until, revision.order_id, quote.created_at
from quotes_quote quote
join network_channel channel on channel.id = quote.channel_id
join quotes_revision revision on revision.quote_id = quote.id and revision.number = quote.newest_revision
where quote.id < %(before_id)s and revision.state = any(%(states)s::text[])
    and (%(since)s::timestamptz is null or quote.created_at >= %(since)s)
    and (%(before)s::timestamptz is null or quote.created_at < %(before)s)
    and (%(customer_id)s::bigint is null or revision.customer_id = %(customer_id)s)
    and (%(channel)s::text is null or channel.code = %(channel)s)
order by quote.id desc limit %(limit)s

-- name: select_revision_views
-- All that was offered under a quote, the newest first.
select number, state, customer_id, customer_name, total_minor, currency, valid_until, expires_at, drafted_at, changed_at, note,
    order_id, content::text
from quotes_revision where quote_id = %(quote_id)s order by number desc

-- name: select_due_revisions
-- Revisions that were sent and whose time is over, the oldest first.
select quote_id, number from quotes_revision
where state = 'sent' and expires_at <= %(now)s
order by expires_at, quote_id limit %(limit)s

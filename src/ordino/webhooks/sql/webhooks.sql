-- name: select_known_names
-- Which of the names are taken, by webhooks of any state.
select name from webhooks_webhook where name = any(%(names)s)

-- name: select_channel_ids
-- Which of the channels exist.
select id from network_channel where id = any(%(ids)s)

-- name: lock_webhooks
-- Webhooks that a command is about, in the order of their id.
select id, name, url, event_types, channel_id, state, salt, hash, previous_salt, previous_hash, previous_until
from webhooks_webhook where id = any(%(ids)s::bigint[]) order by id for no key update

-- name: insert_webhooks
-- New webhooks.
insert into webhooks_webhook (id, name, url, event_types, channel_id, salt, hash, created_at, created_by)
select r.id, r.name, r.url, r.event_types, r.channel_id, r.salt, r.hash, %(now)s, %(by)s
from json_to_recordset(%(rows)s::json) as r(
    id bigint, name text, url text, event_types text[], channel_id bigint, salt text, hash text)

-- name: update_webhooks
-- What commands have made of webhooks.
update webhooks_webhook w
set url = r.url, event_types = r.event_types, state = r.state, salt = r.salt, hash = r.hash, previous_salt = r.previous_salt,
    previous_hash = r.previous_hash, previous_until = r.previous_until
from json_to_recordset(%(rows)s::json) as r(
    id bigint, url text, event_types text[], state text, salt text, hash text, previous_salt text, previous_hash text,
    previous_until timestamptz)
where w.id = r.id

-- name: set_cursors
-- Where in the journal a webhook goes on: behind a position, with a window that covers all that is decided by now; or, without
-- one, before what is not decided yet.
insert into engine_follower (name, window_start, window_end, position)
select r.name, case when r.after_position is null then pg_snapshot_xmin(pg_current_snapshot()) else '0'::xid8 end,
    pg_snapshot_xmin(pg_current_snapshot()), coalesce(r.after_position, 0)
from json_to_recordset(%(rows)s::json) as r(name text, after_position bigint)
on conflict (name) do update set window_start = excluded.window_start, window_end = excluded.window_end,
    position = excluded.position

-- name: forget_cursors
-- Webhooks that have ended have no place in the journal.
delete from engine_follower f using json_to_recordset(%(rows)s::json) as r(name text) where f.name = r.name

-- name: forget_messages
-- Messages that are made anew, behind a position; or all of a webhook.
delete from webhooks_message m using json_to_recordset(%(rows)s::json) as r(name text, after_position bigint)
where m.webhook_id = substr(r.name, 9)::bigint and m.position > coalesce(r.after_position, 0)

-- name: make_due
-- What waits for another try is tried now.
update webhooks_message m set due_at = %(now)s
from json_to_recordset(%(rows)s::json) as r(id bigint)
where m.webhook_id = r.id and m.state = 'waiting' and m.due_at > %(now)s

-- name: put_back
-- What was set aside waits again.
update webhooks_message m set state = 'waiting', settled_at = null, attempts = 0, due_at = %(now)s
from json_to_recordset(%(rows)s::json) as r(id bigint)
where m.webhook_id = r.id and m.state = 'set_aside'

-- name: set_aside
-- What is not tried again; a message that was delivered meanwhile stays so.
update webhooks_message m set state = 'set_aside', settled_at = %(now)s
from json_to_recordset(%(rows)s::json) as r(webhook_id bigint, position bigint)
where m.webhook_id = r.webhook_id and m.position = r.position and m.state = 'waiting'

-- name: select_active
-- The webhooks that are told now.
select id, name, url, event_types, channel_id, state, salt, hash, previous_salt, previous_hash, previous_until
from webhooks_webhook where state = 'active' order by id

-- name: select_views
-- Webhooks with what waits and what was set aside; those in use first, the newest first.
select w.id, w.name, w.url, w.event_types, c.code, w.state, w.created_at, w.created_by, w.previous_until, m.waiting, m.set_aside,
    m.last_delivered_at, coalesce(failed.last_error, '')
from webhooks_webhook w
left join network_channel c on c.id = w.channel_id
cross join lateral (
    select count(*) filter (where state = 'waiting') as waiting, count(*) filter (where state = 'set_aside') as set_aside,
        max(settled_at) filter (where state = 'delivered') as last_delivered_at
    from webhooks_message where webhook_id = w.id
) m
left join lateral (
    select last_error from webhooks_message
    where webhook_id = w.id and state <> 'delivered' and last_error <> '' order by position limit 1
) failed on true
where (%(id)s::bigint is null or w.id = %(id)s) and (%(channel)s::text is null or c.code = %(channel)s)
order by w.state = 'ended', w.id desc

-- name: select_messages
-- The messages of a webhook, the newest first; of one state, or of all.
select concat('evt_', webhook_id, '_', position), position, stream, kind, state, attempts, due_at, queued_at, settled_at,
    last_status, last_error
from webhooks_message
where webhook_id = %(webhook_id)s and position < %(before_id)s and (%(state)s::text is null or state = %(state)s)
order by position desc limit %(limit)s

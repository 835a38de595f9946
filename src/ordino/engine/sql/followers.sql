-- name: add_follower
-- A follower starts before the first transaction.
insert into engine_follower (name, window_start, window_end, position)
values (%(name)s, '0', '0', 0) on conflict (name) do nothing returning name

-- name: lock_follower
-- The cursor, for one process at a time; nobody waits for it.
select window_start::text, window_end::text, position from engine_follower where name = %(name)s for update skip locked

-- name: select_next_window
-- The window after the last one: every transaction that is decided by now, beginning before its first event.
select
    %(window_end)s::text,
    pg_snapshot_xmin(pg_current_snapshot())::text,
    coalesce((
        select min(position) - 1 from engine_event
        where transaction_id >= %(window_end)s::xid8 and transaction_id < pg_snapshot_xmin(pg_current_snapshot())
    ), 0)

-- name: select_window
-- The next page of a window, in the order of positions.
select position, command_id, stream, sequence, kind, data::text, recorded_at
from engine_event
where transaction_id >= %(window_start)s::xid8 and transaction_id < %(window_end)s::xid8 and position > %(position)s
order by position
limit %(page_size)s

-- name: move_follower
-- Remembers how far the follower has come.
update engine_follower
set window_start = %(window_start)s::xid8, window_end = %(window_end)s::xid8, position = %(position)s, moved_at = now()
where name = %(name)s returning name

-- name: rewind_followers
-- Puts every follower before the first event it has not been given; the window covers all that a restore has brought.
update engine_follower f
set window_start = '0', window_end = '4', position = coalesce(
        (
            select min(e.position) - 1 from engine_event e
            where e.transaction_id >= f.window_end or (e.transaction_id >= f.window_start and e.position > f.position)
        ),
        (select max(e.position) from engine_event e),
        0)
returning f.name

-- name: age_events
-- Gives restored events the oldest transaction id there is.
with aged as (update engine_event set transaction_id = '3' returning 1) select count(*) from aged

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

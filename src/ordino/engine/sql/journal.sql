-- name: begin
-- Marks the transaction as the work of a command, bounds how long it may wait for a lock or run, and answers its identity
-- (to ask for its fate should the connection break during commit), the keys of its journal rows, and keys drawn ahead. Statements
-- by key are planned once for a connection, since planning one costs as much as running it; decision 0235.
select
    set_config('ordino.command', %(kind)s, true),
    set_config('lock_timeout', %(lock_timeout)s, true),
    set_config('statement_timeout', %(statement_timeout)s, true),
    set_config('plan_cache_mode', %(plan_cache_mode)s, true),
    pg_current_xact_id()::text,
    (select array_agg(nextval('engine_command_id_seq')) from generate_series(1, %(count)s)),
    array(
        select nextval(sequence::regclass) from unnest(%(sequences)s::text[]) as sequence, generate_series(1, %(count)s)
    )

-- name: select_keyed_commands
-- What was completed before under the given idempotency keys of one actor.
select key, kind, fingerprint, result::text from engine_command where actor = %(actor)s and key = any(%(keys)s)

-- name: insert_commands
-- One journal row for each command; the unique (actor, key) makes it the idempotency record. Bodies and results come as lines,
-- so that each is read once.
insert into engine_command (id, kind, actor, key, fingerprint, body, result, recorded_at)
select r.id, r.kind, r.actor, r.key, decode(r.fingerprint, 'base64'), r.body::json, r.result::json, %(recorded_at)s
from rows from (
    json_to_recordset(%(rows)s::json) as (id bigint, kind text, actor text, key text, fingerprint text),
    string_to_table(%(bodies)s, E'\n'), string_to_table(%(results)s, E'\n')
) as r(id, kind, actor, key, fingerprint, body, result)

-- name: insert_events
-- One row for each event, numbered 1..n in its stream: the highest number so far plus the place in this statement. What they
-- say comes as lines, so that it is read once.
insert into engine_event (command_id, stream, sequence, kind, data, recorded_at)
select
    r.command_id, r.stream,
    r.place + coalesce(r.base, (
        select e.sequence from engine_event e where e.stream = r.stream order by e.sequence desc limit 1
    ), 0),
    r.kind, r.data::json, %(recorded_at)s
from rows from (
    json_to_recordset(%(rows)s::json) as (command_id bigint, stream text, base bigint, place bigint, kind text),
    string_to_table(%(data)s, E'\n')
) as r(command_id, stream, base, place, kind, data)

-- name: select_transaction_fate
-- Whether a transaction was committed, aborted, or is still in progress. Another server that took over may have given the same
-- number to another transaction, so what was committed must stand in the journal. The message makes the commit of this very
-- question wait until everything before it is with the standby, where one is waited for.
with told as materialized (select pg_logical_emit_message(true, 'ordino', 'asked'))
select
    case
        when fate.status = 'committed' and not exists (
            select from engine_command where id = any(%(command_ids)s::bigint[]) and recorded_at = %(recorded_at)s
        ) then 'aborted'
        else fate.status
    end
from told, pg_xact_status(%(transaction_id)s::xid8) as fate(status)

-- name: insert_effects
-- The effects that this transaction asks for.
insert into engine_effect (key, kind, payload, due_at, requested_at)
select r.key, r.kind, r.payload, %(now)s, %(now)s
from json_to_recordset(%(rows)s::json) as r(key text, kind text, payload json)
on conflict (key) do nothing

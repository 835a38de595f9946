-- name: lock_orders
-- The orders that there are, locked in the order of their keys; what becomes of them goes on meanwhile.
select id from orders_order where id = any(%(order_ids)s) order by id for key share

-- name: lock_attention
-- Lets one command at a time change whose an order is and who watches it.
select pg_advisory_xact_lock(hashtextextended('notes', order_id)) from unnest(%(order_ids)s::bigint[]) as order_id

-- name: select_owners
-- Whose the orders are.
select order_id, person from notes_owner where order_id = any(%(order_ids)s)

-- name: select_watchers
-- Who watches the orders.
select order_id, person from notes_watcher where order_id = any(%(order_ids)s) order by order_id, person

-- name: insert_notes
-- New notes.
insert into notes_note (id, order_id, text, author, written_at)
select id, order_id, text, %(author)s, %(now)s
from json_to_recordset(%(rows)s::json) as r(id bigint, order_id bigint, text text)

-- name: insert_mentions
-- Who stands in the notes.
insert into notes_mention (person, note_id)
select person, note_id from json_to_recordset(%(rows)s::json) as r(person text, note_id bigint)

-- name: upsert_owners
-- Whose orders are from now on.
insert into notes_owner (order_id, person)
select order_id, person from json_to_recordset(%(rows)s::json) as r(order_id bigint, person text)
on conflict (order_id) do update set person = excluded.person

-- name: delete_owners
-- Orders that are nobody's from now on.
delete from notes_owner owner
using json_to_recordset(%(rows)s::json) as r(order_id bigint)
where owner.order_id = r.order_id

-- name: insert_watchers
-- Who watches from now on; who does already goes on.
insert into notes_watcher (order_id, person)
select order_id, person from json_to_recordset(%(rows)s::json) as r(order_id bigint, person text)
on conflict do nothing

-- name: delete_watchers
-- Who does not watch any more.
delete from notes_watcher watcher
using json_to_recordset(%(rows)s::json) as r(order_id bigint, person text)
where watcher.order_id = r.order_id and watcher.person = r.person

-- name: select_notes
-- The notes on an order, the newest first.
select id, order_id, text, author, written_at from notes_note where order_id = %(order_id)s order by id desc

-- name: select_mentions_of
-- The newest notes in which somebody is mentioned.
select note.id, note.order_id, note.text, note.author, note.written_at
from notes_mention mention
join notes_note note on note.id = mention.note_id
where mention.person = %(person)s and mention.note_id < %(before_id)s
order by mention.note_id desc
limit %(limit)s

-- name: select_attended_by
-- The open orders that are somebody's or that they watch, the newest first.
select o.id, o.state, o.fulfillment_status, o.customer_name, o.currency, o.total_minor, o.placed_at,
    exists (select from notes_owner owner where owner.order_id = o.id and owner.person = %(person)s)
from orders_order o
where o.id in (
    select order_id from notes_owner where person = %(person)s
    union select order_id from notes_watcher where person = %(person)s)
    and o.state in ('draft', 'placed', 'confirmed')
order by o.id desc
limit %(limit)s

-- name: raise_exceptions
-- Puts work before a person; where one of the kind is open for the subject, answers that one. Sorted, so that two batches
-- that raise the same ones do not block each other.
insert into exceptions_exception (
    id, kind, subject, order_id, detail, suggested_step, owner, due_at, amount_minor, currency, raised_at, raised_by)
select r.id, r.kind, r.subject, r.order_id, r.detail, r.suggested_step, r.owner, r.due_at, r.amount_minor, r.currency,
    %(now)s, %(raised_by)s
from json_to_recordset(%(rows)s::json) as r(
    id bigint, kind text, subject text, order_id bigint, detail text, suggested_step text, owner text, due_at timestamptz,
    amount_minor bigint, currency text)
order by r.kind, r.subject
on conflict (kind, subject) where state <> 'resolved' do update set subject = excluded.subject
returning id, kind, subject, state

-- name: lock_exceptions
-- Locks exceptions in the order of their numbers.
select id, state, due_at, kind, order_id from exceptions_exception where id = any(%(ids)s::bigint[]) order by id for no key update

-- name: assign_exceptions
-- Gives exceptions to their owners.
update exceptions_exception exception set state = r.state, owner = r.owner, due_at = r.due_at
from json_to_recordset(%(rows)s::json) as r(id bigint, state text, owner text, due_at timestamptz)
where exception.id = r.id

-- name: resolve_exceptions
-- Work that is done.
update exceptions_exception exception
set state = r.state, note = r.note, resolved_at = %(now)s, resolved_by = %(resolved_by)s
from json_to_recordset(%(rows)s::json) as r(id bigint, state text, note text)
where exception.id = r.id

-- name: select_queue
-- Work that waits, what is due first at the head; of one kind, one owner, one order, or of all.
select id, kind, subject, order_id, detail, suggested_step, owner, due_at, amount_minor, currency, state, raised_at,
    extract(epoch from %(now)s::timestamptz - raised_at)::bigint, due_at < %(now)s
from exceptions_exception
where state <> 'resolved'
    and (%(kind)s::text is null or kind = %(kind)s)
    and (%(owner)s::text is null or owner = %(owner)s)
    and (%(order_id)s::bigint is null or order_id = %(order_id)s)
    and (%(raised_until)s::timestamptz is null or raised_at <= %(raised_until)s)
    and (%(raised_after)s::timestamptz is null or raised_at > %(raised_after)s)
    and (due_at, id) > (%(after_due_at)s, %(after_id)s)
order by due_at, id limit %(limit)s

-- name: select_exception
-- One exception with what became of it.
select id, kind, subject, order_id, detail, suggested_step, owner, due_at, amount_minor, currency, state, raised_at, raised_by,
    resolved_at, resolved_by, note
from exceptions_exception where id = %(id)s

-- name: select_counts
-- How much work waits of each kind, how much of it is late, and since when the oldest waits.
select kind, count(*), count(*) filter (where due_at < %(now)s), min(raised_at)
from exceptions_exception where state <> 'resolved'
group by kind order by kind

-- name: select_ages
-- How much work has waited for how many days, and how much of it is late: a row for each age that begins at one of the given days.
select age.days, count(exception.id), count(exception.id) filter (where exception.due_at < %(now)s)
from unnest(%(days)s::int[], %(until)s::int[]) as age(days, until)
left join exceptions_exception exception on exception.state <> 'resolved'
    and exception.raised_at <= %(now)s::timestamptz - age.days * interval '1 day'
    and (age.until = 0 or exception.raised_at > %(now)s::timestamptz - age.until * interval '1 day')
group by age.days order by age.days

-- name: select_open_about
-- What is open of kinds about subjects.
select exception.kind, exception.subject, exception.id
from json_to_recordset(%(abouts)s::json) as r(kind text, subject text)
join exceptions_exception exception on exception.kind = r.kind and exception.subject = r.subject and exception.state <> 'resolved'

-- name: insert_jobs
-- New imports and exports.
insert into jobs_job (
    id, kind, subject, state, file_name, form, mapping, dry_run, only_channel, since, before, created_at, created_by, permissions)
select r.id, r.kind, r.subject, r.state, r.file_name, r.form, r.mapping, r.dry_run, r.only_channel, r.since, r.before,
    %(now)s, %(created_by)s, r.permissions
from json_to_recordset(%(rows)s::json) as r(
    id bigint, kind text, subject text, state text, file_name text, form text, mapping text, dry_run boolean,
    only_channel text, since timestamptz, before timestamptz, permissions text[])

-- name: lock_jobs
-- Locks jobs in the order of their numbers, with when their workers were heard of last.
select job.id, job.state, job.attempt, progress.seen_at
from jobs_job job left join jobs_progress progress on progress.job_id = job.id
where job.id = any(%(ids)s::bigint[]) order by job.id for no key update of job

-- name: move_jobs
-- The state a job is in now.
update jobs_job job set state = r.state, attempt = r.attempt, note = r.note, report = r.report,
    finished_at = case when r.finished then %(now)s::timestamptz end
from json_to_recordset(%(rows)s::json) as r(id bigint, state text, attempt integer, finished boolean, note text, report text)
where job.id = r.id

-- name: begin_progress
-- A worker begins, from the start.
insert into jobs_progress (job_id, done, total, seen_at)
select r.id, 0, null, %(now)s from json_to_recordset(%(rows)s::json) as r(id bigint)
on conflict (job_id) do update set done = 0, total = null, seen_at = excluded.seen_at

-- name: select_jobs
-- Jobs, the newest first, of a kind, of a state, of a channel or all.
select job.id, job.kind, job.subject, job.state, job.file_name, job.form, job.dry_run, job.created_at, job.created_by,
    job.attempt, job.finished_at, job.note, coalesce(progress.done, 0), progress.total
from jobs_job job left join jobs_progress progress on progress.job_id = job.id
where (%(kind)s::text is null or job.kind = %(kind)s) and (%(state)s::text is null or job.state = %(state)s)
    and (%(channel)s::text is null or job.only_channel = %(channel)s)
    and job.id < %(before_id)s
    and (%(since)s::timestamptz is null or job.created_at >= %(since)s)
    and (%(before)s::timestamptz is null or job.created_at < %(before)s)
order by job.id desc limit %(limit)s

-- name: select_job
-- One job with its terms.
select job.id, job.kind, job.subject, job.state, job.file_name, job.form, job.dry_run, job.created_at, job.created_by,
    job.attempt, job.finished_at, job.note, coalesce(progress.done, 0), progress.total,
    job.mapping, job.only_channel, job.since, job.before, job.permissions, job.report
from jobs_job job left join jobs_progress progress on progress.job_id = job.id
where job.id = %(id)s

-- name: select_next_job
-- The oldest job that nobody runs.
select job.id from jobs_job job left join jobs_progress progress on progress.job_id = job.id
where job.state = 'waiting' or job.state = 'running' and (progress.seen_at is null or progress.seen_at <= %(silent_since)s)
order by job.id limit 1

-- name: note_progress
-- How far a job is; answers whether it is still this worker's.
update jobs_progress progress set done = %(done)s, total = %(total)s, seen_at = %(now)s
from jobs_job job
where progress.job_id = %(job_id)s and job.id = progress.job_id and job.state = 'running' and job.attempt = %(attempt)s
returning true

-- name: lock_receiving_job
-- A job that still receives its file, so that two uploads do not mix.
select id from jobs_job where id = %(job_id)s and state = 'receiving' for no key update

-- name: lock_running_job
-- A job that runs and was last taken at this attempt, so that no other worker takes it while its file is written.
select id from jobs_job where id = %(job_id)s and state = 'running' and attempt = %(attempt)s for no key update

-- name: delete_file
-- Takes a file of a job away, before it is written anew.
delete from jobs_chunk where job_id = %(job_id)s and file = %(file)s returning number

-- name: insert_chunk
-- A piece of a file.
insert into jobs_chunk (job_id, file, number, content) values (%(job_id)s, %(file)s, %(number)s, %(content)s) returning number

-- name: select_chunk
-- A piece of a file.
select content from jobs_chunk where job_id = %(job_id)s and file = %(file)s and number = %(number)s

-- name: select_files
-- The files of a job with their sizes and the number of their pieces.
select file, sum(octet_length(content))::bigint, count(*) from jobs_chunk where job_id = %(job_id)s group by file order by file

-- name: delete_old_files
-- Files of jobs that ended long ago; answers how many pieces.
with gone as (
    delete from jobs_chunk chunk using jobs_job job
    where job.id = chunk.job_id and job.finished_at < %(before)s returning 1)
select count(*) from gone

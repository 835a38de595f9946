-- name: s1_jobs_in_their_states
-- Jobs in a state that is not declared, that are done without saying what they did, or whose account does not add up.
select concat('job ', job.id), figure.name, figure.expected, figure.found
from jobs_job job
cross join lateral (select nullif(job.report, '')::jsonb as told, nullif(job.report, '')::jsonb -> 'reconciliation' as account) report
cross join lateral (
    select coalesce((account ->> 'refused_amount')::numeric, 0)
        + coalesce((select sum(case figure.key when 'discounts' then -figure.value::numeric else figure.value::numeric end)
            from jsonb_each_text(case when jsonb_typeof(account -> 'captured') = 'object' then account -> 'captured' else '{}' end)
                as figure
            where figure.key in ('goods', 'discounts', 'shipping', 'fees', 'tax', 'rounding')), 0)
        + coalesce((select sum((listed ->> 'amount')::numeric) from jsonb_array_elements(
            case when jsonb_typeof(account -> 'listed') = 'array' then account -> 'listed' else '[]' end) listed), 0) as accounted
) as sums
cross join lateral (values
    ('state', case when job.state = any(%(states)s::text[]) then job.state
        else array_to_string(%(states)s::text[], ', ') end, job.state),
    ('report', case when job.state = 'done' then 'a report' else 'any' end,
        case when job.state = 'done' and report.told is null then 'none' when job.state = 'done' then 'a report' else 'any' end),
    ('file total', coalesce((account ->> 'file_total')::numeric, 0)::text,
        case when coalesce((account ->> 'file_total')::numeric, 0) = sums.accounted
            then coalesce((account ->> 'file_total')::numeric, 0)::text else sums.accounted::text end)
) as figure(name, expected, found)
where figure.expected <> figure.found
order by job.id, figure.name

-- name: e6_jobs_as_their_events
-- Jobs that are not what their events and the command that ended them make of them, or that lack one of the two.
with happened as (
    select substr(event.stream, 5)::bigint as id,
        max(event.data ->> 'job_kind') as kind, max(event.data ->> 'subject') as subject,
        max(event.data ->> 'only_channel') filter (where event.kind = 'JobCreated') as only_channel,
        (array_agg(event.data ->> 'state' order by event.sequence desc))[1] as state,
        coalesce(max((event.data ->> 'attempt')::integer), 0) as attempt,
        max(command.body ->> 'report') as report
    from engine_event event
    left join engine_command command on command.id = event.command_id and command.kind in ('FinishJob', 'FailJob')
    where event.stream like 'job/%%'
    group by event.stream
)
select concat('job ', coalesce(happened.id, job.id)), figure.name, figure.expected, figure.found
from happened
full join jobs_job job on job.id = happened.id
cross join lateral (values
    ('job', case when happened.id is null then 'none' else 'a job' end, case when job.id is null then 'none' else 'a job' end),
    ('kind', happened.kind, job.kind),
    ('subject', happened.subject, job.subject),
    ('channel', coalesce(happened.only_channel, 'none'), coalesce(job.only_channel, 'none')),
    ('state', happened.state, job.state),
    ('attempt', happened.attempt::text, job.attempt::text),
    ('report', coalesce(happened.report, ''), coalesce(job.report, ''))
) as figure(name, expected, found)
where figure.expected <> figure.found
order by coalesce(happened.id, job.id), figure.name

-- name: s1_nothing_by_revoked_keys
-- Commands in the name of a key that was revoked, or had expired, more than a minute before.
select concat('API key ', key.id), 'commands after its end', 'none', count(*)::text
from access_api_key key
join engine_command command on command.actor = concat('key:', key.name)
    and command.recorded_at > least(key.revoked_at, key.expires_at) + interval '1 minute'
group by key.id
order by key.id

-- name: e6_keys_as_their_events
-- Keys and revoked tokens that are not what their events make of them. A token that has ended by itself need not be listed.
with happened as (
    select substr(stream, 9)::bigint as id,
        max(data ->> 'name') filter (where kind = 'ApiKeyIssued') as name,
        (array_agg(data ->> 'prefix' order by sequence desc) filter (where kind in ('ApiKeyIssued', 'ApiKeyRotated')))[1] as prefix,
        bool_or(kind = 'ApiKeyRevoked') as revoked
    from engine_event
    where stream like 'api\_key/%%'
    group by stream
),
tokens as (
    select data ->> 'token_id' as token_id
    from engine_event
    where kind = 'TokenRevoked' and stream like 'api\_key/%%' and (data ->> 'expires_at')::timestamptz > %(now)s
)
select concat('API key ', coalesce(happened.id, key.id)), figure.name, figure.expected, figure.found
from happened
full join access_api_key key on key.id = happened.id
cross join lateral (values
    ('key', case when happened.id is null then 'none' else 'a key' end, case when key.id is null then 'none' else 'a key' end),
    ('name', happened.name, key.name),
    ('prefix', happened.prefix, key.prefix),
    ('state', case when happened.revoked then 'revoked' else 'active' end,
        case when key.revoked_at is null then 'active' else 'revoked' end)
) as figure(name, expected, found)
where figure.expected <> figure.found
union all
select concat('token ', coalesce(tokens.token_id, listed.token_id)), 'revoked',
    case when tokens.token_id is null then 'no' else 'yes' end, case when listed.token_id is null then 'no' else 'yes' end
from tokens
full join (select token_id from access_revoked_token where expires_at > %(now)s) listed on listed.token_id = tokens.token_id
where tokens.token_id is null or listed.token_id is null
order by 1, 2

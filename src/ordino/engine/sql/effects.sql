-- name: take_due_effects
-- Takes what is due, each for one worker at a time, and only the first that is unsettled of each thing (the first two words of
-- the key); answers the state it was in, so that an unknown one is asked about first.
with due as (
    select id, state from engine_effect effect
    where state in ('requested', 'calling', 'unknown') and due_at <= %(now)s and kind = any(%(kinds)s)
        and not exists (
            select from engine_effect earlier
            where earlier.state in ('requested', 'calling', 'unknown') and earlier.id < effect.id
                and split_part(earlier.key, '/', 1) = split_part(effect.key, '/', 1)
                and split_part(earlier.key, '/', 2) = split_part(effect.key, '/', 2)
        )
    order by due_at, id
    limit %(limit)s
    for update of effect skip locked
)
update engine_effect e set state = 'calling', attempts = e.attempts + 1, due_at = %(lease_until)s
from due where e.id = due.id
returning e.id, e.key, e.kind, e.payload::text, due.state, e.attempts

-- name: settle_effect
-- What became of an effect; an unknown one is asked about at its next due time. A worker that was away so long that another one
-- took the effect over has nothing to say about it any more.
update engine_effect set state = %(state)s, last_error = %(error)s, due_at = %(due_at)s
where id = %(id)s and state = 'calling' and attempts = %(attempts)s returning id

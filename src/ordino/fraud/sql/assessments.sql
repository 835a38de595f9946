-- name: upsert_policies
-- Sets from which score on orders of a channel are held, or those of all others.
insert into fraud_policy (channel_id, hold_at, updated_at)
select r.channel_id, r.hold_at, %(now)s from json_to_recordset(%(rows)s::json) as r(channel_id bigint, hold_at integer)
on conflict (channel_id) do update set hold_at = excluded.hold_at, updated_at = excluded.updated_at

-- name: delete_rules
-- Takes the rules of policies away that are set anew.
delete from fraud_rule where policy_id in (
    select p.id from json_to_recordset(%(rows)s::json) as r(channel_id bigint)
    join fraud_policy p on p.channel_id is not distinct from r.channel_id)

-- name: insert_rules
-- The rules of policies, in their order.
insert into fraud_rule (policy_id, position, definition)
select p.id, r.position, r.definition
from json_to_recordset(%(rows)s::json) as r(channel_id bigint, position smallint, definition jsonb)
join fraud_policy p on p.channel_id is not distinct from r.channel_id

-- name: upsert_destinations
-- Where orders go, so that others to the same address are found.
insert into fraud_destination (order_id, address_key, placed_at)
select r.order_id, r.address_key, r.placed_at
from json_to_recordset(%(rows)s::json) as r(order_id bigint, address_key text, placed_at timestamptz)
where r.address_key <> ''
on conflict (order_id) do update set address_key = excluded.address_key

-- name: upsert_assessments
-- What rules found about orders; a verdict stays.
insert into fraud_assessment (order_id, state, score, hold_at, reasons, gateway_risk, assessed_at)
select r.order_id, case r.state when 'reviewed' then 'passed' else r.state end, r.score, r.hold_at, r.reasons,
    r.gateway_risk, %(now)s
from json_to_recordset(%(rows)s::json) as r(
    order_id bigint, state text, score integer, hold_at integer, reasons jsonb, gateway_risk smallint)
on conflict (order_id) do update set
    state = case fraud_assessment.state when 'reviewed' then 'reviewed' else excluded.state end, score = excluded.score, hold_at = excluded.hold_at, reasons = excluded.reasons,
    gateway_risk = excluded.gateway_risk, assessed_at = excluded.assessed_at

-- name: review_assessments
-- What a person decided about orders.
update fraud_assessment a
set state = 'reviewed', verdict = r.verdict, note = r.note, reviewed_by = %(reviewed_by)s, reviewed_at = %(now)s
from json_to_recordset(%(rows)s::json) as r(order_id bigint, verdict text, note text)
where a.order_id = r.order_id

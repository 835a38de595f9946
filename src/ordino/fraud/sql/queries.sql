-- name: select_queue
-- Orders that wait for a verdict, the most suspicious first.
select a.order_id, o.state, a.score, a.hold_at, o.total_minor, o.currency, o.customer_name, o.email, o.placed_at, a.reasons::text
from fraud_assessment a join orders_order o on o.id = a.order_id
where a.state = 'suspected' order by a.score desc, a.order_id limit %(limit)s

-- name: select_assessment
-- What was found and decided about one order.
select order_id, state, score, hold_at, reasons::text, gateway_risk, assessed_at, verdict, note, reviewed_by, reviewed_at
from fraud_assessment where order_id = %(order_id)s

-- name: select_rule_results
-- How often each rule was met, and what people decided about these orders.
select reason ->> 'rule', count(*), count(*) filter (where a.verdict = 'accept'), count(*) filter (where a.verdict = 'reject')
from fraud_assessment a cross join lateral jsonb_array_elements(a.reasons) as reason
group by 1 order by 2 desc, 1

-- name: count_open_effects
-- How many calls to the outside have no outcome yet.
select count(*) from engine_effect where state in ('requested', 'calling', 'unknown')

-- name: select_orders_by_reference
-- Every order of the channels by its reference; a list of one each.
select external_reference, array_agg(id order by id) from orders_order where external_reference is not null
group by external_reference

-- name: select_authorizations
-- What the books say was set aside at gateways.
select order_id, gateway_reference, authorized_minor from payments_payment order by id

-- name: count_repeated_holds
-- Orders that are held twice for one reason.
select count(*) from (select 1 from orders_hold where state = 'open' group by order_id, reason having count(*) > 1) repeated

-- name: count_wrongly_timed
-- Commands that a wrong clock recorded: later than it is, or before the drill began.
select count(*) filter (where recorded_at > %(ended)s + %(seconds)s * interval '1 second') as ahead,
    count(*) filter (where recorded_at < %(begun)s - %(seconds)s * interval '1 second') as behind
from engine_command

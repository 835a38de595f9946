-- name: select_policies
-- Every policy with its rules in their order.
select p.channel_id, p.hold_at,
    coalesce((select json_agg(r.definition order by r.position) from fraud_rule r where r.policy_id = p.id), '[]')::text
from fraud_policy p

-- name: select_channel_ids
-- The ids of channels by their codes.
select code, id from network_channel where code = any(%(codes)s)

-- name: select_assessments
-- What was found about orders so far.
select order_id, state, gateway_risk from fraud_assessment where order_id = any(%(order_ids)s)

-- name: select_orders
-- What rules look at: who ordered, where it goes, the SKU there is most of, and whether the same customer ordered before (of a
-- customer or an e-mail at most the 200 newest orders are looked at, along their index).
select o.id, o.currency, o.total_minor, o.email, o.customer_id, o.placed_at, o.ship_to::text, o.bill_to::text,
    coalesce(most.sku, ''), coalesce(most.units, 0),
    exists (
        select from (
            select b.id, b.placed_at, b.state from orders_order b
            where b.customer_id = o.customer_id order by b.id desc limit 200
        ) newest
        where (newest.placed_at, newest.id) < (o.placed_at, o.id) and newest.state in ('placed', 'confirmed', 'completed'))
    or exists (
        select from (
            select b.id, b.placed_at, b.state from orders_order b
            where o.email <> '' and b.email <> '' and lower(b.email) = lower(o.email) order by b.id desc limit 200
        ) newest
        where (newest.placed_at, newest.id) < (o.placed_at, o.id) and newest.state in ('placed', 'confirmed', 'completed'))
from orders_order o
left join lateral (
    select l.sku, sum(div(l.ordered - l.canceled, (10 ^ l.quantity_scale)::numeric))::bigint as units
    from orders_line l where l.order_id = o.id
    group by l.sku order by units desc, l.sku limit 1
) most on true
where o.id = any(%(order_ids)s)

-- name: count_windows
-- How many orders of the same e-mail, address or customer were placed in a window before an order. Of each at most the 200
-- newest are looked at, so that a counter or a forwarder costs no more than another.
select r.place, case r.same
    when 'email' then (
        select count(*) from (
            select o.id, o.placed_at from orders_order o
            where r.email <> '' and o.email <> '' and lower(o.email) = r.email order by o.id desc limit 200
        ) newest where newest.placed_at >= r.since and (newest.placed_at, newest.id) < (r.placed_at, r.order_id))
    when 'customer' then (
        select count(*) from (
            select o.id, o.placed_at from orders_order o where o.customer_id = r.customer_id order by o.id desc limit 200
        ) newest where newest.placed_at >= r.since and (newest.placed_at, newest.id) < (r.placed_at, r.order_id))
    else (
        select count(*) from (
            select from fraud_destination d
            where d.address_key = r.address_key and d.placed_at >= r.since
                and (d.placed_at, d.order_id) < (r.placed_at, r.order_id) order by d.placed_at desc limit 200
        ) newest)
    end
from json_to_recordset(%(asked)s::json) as r(
    place integer, order_id bigint, same text, since timestamptz, placed_at timestamptz, email text, customer_id bigint,
    address_key text)

-- name: i3_lines_count_their_returns
-- Lines of a range of orders that expect, or have back, other units than their returns say.
select concat('order ', line.order_id, ' line ', line.number), figure.name, figure.expected::text, figure.found::text
from orders_line line
left join (
    select order_id, line_number, sum(expected) as expected, sum(received - sent_back) as returned
    from returns_line where order_id between %(first)s and %(last)s
    group by order_id, line_number
) as back on back.order_id = line.order_id and back.line_number = line.number
cross join lateral (values
    ('return_expected', coalesce(back.expected, 0), line.return_expected),
    ('returned', coalesce(back.returned, 0), line.returned)
) as figure(name, expected, found)
where line.order_id between %(first)s and %(last)s and figure.expected <> figure.found
order by line.order_id, line.number, figure.name

-- name: i3_return_lines_count_their_receipts
-- Lines of returns that have received or inspected other units than came in at their locations.
select concat('return ', line.return_id, ' line ', line.line_number), figure.name, figure.expected::text, figure.found::text
from returns_line line
left join lateral (
    select sum(received) as received, sum(inspected) as inspected
    from returns_receipt where return_id = line.return_id and line_number = line.line_number
) as receipt on true
cross join lateral (values
    ('received', coalesce(receipt.received, 0), line.received),
    ('inspected', coalesce(receipt.inspected, 0),
        line.restocked + line.refurbished + line.scrapped + line.to_vendor + line.sent_back)
) as figure(name, expected, found)
where line.order_id between %(first)s and %(last)s and figure.expected <> figure.found
order by line.return_id, line.line_number, figure.name

-- name: i4_returns_are_movements
-- Returns whose units of a SKU went elsewhere than the movements that name the return say.
with moved as (
    select movement.reference, movement.sku_id,
        case
            when movement.from_account = 'customer' then 'received'
            when movement.to_account like 'location/%%/available' then 'restocked'
            when movement.to_account like 'location/%%/damaged' then 'refurbished'
            when movement.to_account = 'scrap' then 'scrapped'
            when movement.to_account = 'supplier' then 'to_vendor'
            when movement.to_account = 'customer' then 'sent_back'
            else 'elsewhere'
        end as figure,
        sum(movement.quantity) as quantity
    from inventory_movement movement
    where movement.reason = 'return' and movement.reference like 'return/%%'
    group by 1, 2, 3
),
counted as (
    select concat('return/', line.return_id) as reference, line.sku_id, figure.name as figure,
        sum(figure.quantity) as quantity
    from returns_line line
    join orders_line ordered on ordered.order_id = line.order_id and ordered.number = line.line_number
        and ordered.shippable and ordered.sku_id is not null
    cross join lateral (values
        ('received', line.received), ('restocked', line.restocked), ('refurbished', line.refurbished),
        ('scrapped', line.scrapped), ('to_vendor', line.to_vendor), ('sent_back', line.sent_back)
    ) as figure(name, quantity)
    where figure.quantity > 0
    group by 1, 2, 3
)
select concat(coalesce(counted.reference, moved.reference), ' SKU ', coalesce(sku.code, '?')),
    coalesce(counted.figure, moved.figure), coalesce(moved.quantity, 0)::text, coalesce(counted.quantity, 0)::text
from counted
full join moved on moved.reference = counted.reference and moved.sku_id = counted.sku_id and moved.figure = counted.figure
left join catalog_sku sku on sku.id = coalesce(counted.sku_id, moved.sku_id)
where coalesce(counted.quantity, 0) <> coalesce(moved.quantity, 0)
order by 1, 2

-- name: m3_refunds_within_accepted
-- Lines of returns that were refunded otherwise than their refunds say, or for more than was accepted.
select concat('return ', line.return_id, ' line ', line.line_number), figure.name, figure.expected, figure.found
from returns_line line
left join (
    select refund.return_id, part.line_number, sum(part.quantity) as quantity
    from returns_refund_line part
    join returns_refund refund on refund.id = part.refund_id
    where part.order_id between %(first)s and %(last)s
    group by refund.return_id, part.line_number
) as refunded on refunded.return_id = line.return_id and refunded.line_number = line.line_number
cross join lateral (values
    ('refunded', coalesce(refunded.quantity, 0)::text, line.refunded::text,
        coalesce(refunded.quantity, 0) = line.refunded),
    ('refunded', concat('at most ', line.accepted - line.replaced), line.refunded::text,
        line.refunded = 0 or line.refunded + line.replaced <= line.accepted)
) as figure(name, expected, found, holds)
where line.order_id between %(first)s and %(last)s and not figure.holds
order by line.return_id, line.line_number, figure.expected

-- name: m1_refunds_add_up
-- Refunds of a range of orders that are not what their lines, charges and fee come to.
select concat('refund ', refund.id), figure.name, figure.expected::text, figure.found::text
from returns_refund refund
cross join lateral (values
    ('goods_minor', (select coalesce(sum(total_minor), 0) from returns_refund_line where refund_id = refund.id),
        refund.goods_minor),
    ('charges_minor', (select coalesce(sum(total_minor), 0) from returns_refund_charge where refund_id = refund.id),
        refund.charges_minor),
    ('refund_minor', refund.goods_minor + refund.charges_minor - refund.fee_minor, refund.refund_minor)
) as figure(name, expected, found)
where refund.order_id between %(first)s and %(last)s and figure.expected <> figure.found
order by refund.id, figure.name

-- name: r6_charges_as_they_were
-- Charges of a range of orders that went back as another amount, or were not shipping, or were waived.
select concat('order ', back.order_id, ' charge ', back.charge_number), figure.name, figure.expected, figure.found
from returns_refund_charge back
join orders_order orders on orders.id = back.order_id
left join (
    select order_id, charge_number, sum(amount_minor) as amount, sum(tax_minor) as tax, min(kind) as kind,
        bool_or(canceled) as canceled
    from orders_charge where order_id between %(first)s and %(last)s
    group by order_id, charge_number
) as charged on charged.order_id = back.order_id and charged.charge_number = back.charge_number
cross join lateral (values
    ('total_minor',
        coalesce(charged.amount + case when orders.prices_include_tax then 0 else charged.tax end, 0)::text,
        back.total_minor::text),
    ('tax_minor', coalesce(charged.tax, 0)::text, back.tax_minor::text),
    ('kind', 'shipping', coalesce(charged.kind, 'none')),
    ('waived', 'no', case when charged.canceled then 'yes' else 'no' end)
) as figure(name, expected, found)
where back.order_id between %(first)s and %(last)s and figure.expected <> figure.found
order by back.order_id, back.charge_number, figure.name

-- name: s1_returns_in_their_state
-- Returns of a range of orders in a state that is not declared or that their units have not reached.
select concat('return ', asked.id), figure.name, figure.expected, figure.found
from returns_return asked
join lateral (
    select coalesce(sum(expected), 0) as expected, coalesce(sum(received), 0) as received,
        coalesce(sum(restocked + refurbished + scrapped + to_vendor + sent_back), 0) as inspected, count(*) as lines
    from returns_line where return_id = asked.id
) as units on true
cross join lateral (values
    ('state', array_to_string(%(states)s::text[], ', '), asked.state, asked.state = any(%(states)s::text[])),
    ('state',
        case
            when units.expected > 0 then 'partially_received'
            when units.inspected < units.received then 'received'
            else 'inspected or closed'
        end,
        asked.state,
        case
            when units.received = 0 then asked.state not in ('partially_received', 'received', 'inspected', 'closed')
            when units.expected > 0 then asked.state = 'partially_received'
            when units.inspected < units.received then asked.state = 'received'
            else asked.state in ('inspected', 'closed')
        end),
    ('closed_at', case when asked.state = any(%(final_states)s::text[]) then 'a time' else 'none' end,
        case when asked.closed_at is null then 'none' else 'a time' end,
        (asked.closed_at is not null) = (asked.state = any(%(final_states)s::text[]))),
    ('lines', 'at least 1', units.lines::text, units.lines > 0),
    ('order', 'an order', 'none', exists (select from orders_order where id = asked.order_id))
) as figure(name, expected, found, holds)
where asked.order_id between %(first)s and %(last)s and not figure.holds
order by asked.id, figure.name, figure.expected

-- name: s3_ended_returns_hold_nothing
-- Ended returns of a range of orders that still expect units, or closed ones with units nobody looked at.
select concat('return ', asked.id, ' line ', line.line_number), figure.name, '0', figure.found::text
from returns_return asked
join returns_line line on line.return_id = asked.id
cross join lateral (values
    ('expected', line.expected, true),
    ('not inspected',
        line.received - line.restocked - line.refurbished - line.scrapped - line.to_vendor - line.sent_back,
        asked.state = 'closed')
) as figure(name, found, applies)
where asked.order_id between %(first)s and %(last)s and asked.state = any(%(final_states)s::text[])
    and figure.applies and figure.found <> 0
order by asked.id, line.line_number, figure.name

-- name: select_refunded_units
-- The units that were refunded of a range of orders, in their order, beside the frozen money of their lines.
select part.order_id, part.line_number, part.refund_id, part.already, part.quantity, part.total_minor, part.tax_minor,
    line.ordered, line.quantity_scale, line.amount_minor, line.discount_minor, line.tax_minor, orders.prices_include_tax
from returns_refund_line part
join orders_line line on line.order_id = part.order_id and line.number = part.line_number
join orders_order orders on orders.id = part.order_id
where part.order_id between %(first)s and %(last)s
order by part.order_id, part.line_number, part.already

-- name: select_return_events
-- The events of the returns of a range of orders, each order's in their order.
select (event.data ->> 'return_id')::bigint, event.kind, event.data::text
from orders_order orders
join engine_event event on event.stream = 'order/' || orders.id and event.kind = any(%(kinds)s::text[])
where orders.id between %(first)s and %(last)s
order by orders.id, event.sequence

-- name: select_returns
-- The returns of a range of orders with their exchanges.
select asked.id, asked.state, exchange.credit_minor, exchange.used_minor, exchange.new_order_id
from returns_return asked
left join returns_exchange exchange on exchange.return_id = asked.id
where asked.order_id between %(first)s and %(last)s
order by asked.id

-- name: select_return_lines
-- The lines of the returns of a range of orders.
select return_id, line_number, quantity, expected, received, restocked, refurbished, scrapped, to_vendor, sent_back,
    accepted, refunded, replaced
from returns_line where order_id between %(first)s and %(last)s
order by return_id, line_number

-- name: select_return_refunds
-- The refunds of the returns of a range of orders.
select return_id, id, refund_minor from returns_refund where order_id between %(first)s and %(last)s order by id

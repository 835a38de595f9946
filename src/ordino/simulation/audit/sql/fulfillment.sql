-- name: i6_lines_are_what_fulfillment_holds
-- Lines of a range of orders whose released, picked, packed or shipped units are not what their fulfillment orders hold.
select concat('order ', line.order_id, ' line ', line.number), figure.name, figure.expected::text, figure.found::text
from orders_line line
left join (
    select f.order_id, part.line_number, sum(part.quantity - part.picked) as released,
        sum(part.picked - part.packed) as picked, sum(part.packed - part.shipped) as packed, sum(part.shipped) as shipped
    from fulfillment_order f
    join fulfillment_line part on part.fulfillment_order_id = f.id
    where f.order_id between %(first)s and %(last)s and f.state in ('released', 'picking', 'packed', 'shipped', 'closed')
    group by f.order_id, part.line_number
) as held on held.order_id = line.order_id and held.line_number = line.number
cross join lateral (values
    ('released', coalesce(held.released, 0), line.released),
    ('picked', coalesce(held.picked, 0), line.picked),
    ('packed', coalesce(held.packed, 0), line.packed),
    ('shipped', coalesce(held.shipped, 0), line.shipped)
) as figure(name, expected, found)
where line.order_id between %(first)s and %(last)s and line.shippable and figure.expected <> figure.found
order by line.order_id, line.number, figure.name

-- name: i5_fulfillment_holds_its_allocations
-- Allocations of a range of orders of which fulfillment orders of their location have taken up another quantity.
select concat('order ', coalesce(held.order_id, allocation.order_id), ' line ',
        coalesce(held.line_number, allocation.line_number)),
    concat('in fulfillment at ', location.code), coalesce(held.quantity, 0)::text,
    coalesce(allocation.in_fulfillment, 0)::text
from (
    select f.order_id, part.line_number, f.location_id, sum(part.quantity - part.shipped) as quantity
    from fulfillment_order f
    join fulfillment_line part on part.fulfillment_order_id = f.id
    where f.order_id between %(first)s and %(last)s and f.state in ('released', 'picking', 'packed', 'shipped')
    group by f.order_id, part.line_number, f.location_id
) as held
full join (
    select order_id, line_number, location_id, in_fulfillment
    from inventory_allocation where order_id between %(first)s and %(last)s
) as allocation on allocation.order_id = held.order_id and allocation.line_number = held.line_number
    and allocation.location_id = held.location_id
left join network_location location on location.id = coalesce(held.location_id, allocation.location_id)
where coalesce(held.quantity, 0) <> coalesce(allocation.in_fulfillment, 0)
order by coalesce(held.order_id, allocation.order_id), coalesce(held.line_number, allocation.line_number), location.code

-- name: i6_packages_hold_what_is_packed
-- Lines of fulfillment orders of a range of orders that have packed or shipped other quantities than their packages hold.
select concat('fulfillment order ', part.fulfillment_order_id, ' line ', part.line_number), figure.name,
    figure.expected::text, figure.found::text
from fulfillment_order f
join fulfillment_line part on part.fulfillment_order_id = f.id
left join lateral (
    select sum(content.quantity) as packed,
        sum(content.quantity) filter (where package.state = 'shipped') as shipped
    from fulfillment_package package
    join fulfillment_package_line content on content.package_id = package.id and content.line_number = part.line_number
    where package.fulfillment_order_id = f.id and package.state in ('packed', 'shipped')
) as boxed on true
cross join lateral (values
    ('packed', coalesce(boxed.packed, 0), case when f.state = 'canceled' then 0 else part.packed end),
    ('shipped', coalesce(boxed.shipped, 0), part.shipped)
) as figure(name, expected, found)
where f.order_id between %(first)s and %(last)s and figure.expected <> figure.found
order by part.fulfillment_order_id, part.line_number, figure.name

-- name: s2_states_of_fulfillment_orders
-- Fulfillment orders of a range of orders whose state is not what their lines say.
select concat('fulfillment order ', f.id), 'state', derived.state, f.state
from fulfillment_order f
cross join lateral (
    select coalesce(sum(quantity), 0) as quantity, coalesce(sum(picked), 0) as picked, coalesce(sum(packed), 0) as packed,
        coalesce(sum(shipped), 0) as shipped
    from fulfillment_line where fulfillment_order_id = f.id
) as sums
cross join lateral (
    select case
        when f.state in ('canceled', 'rejected') and sums.shipped = 0 then f.state
        when f.state = 'planned' and sums.quantity > 0 and sums.picked = 0 then 'planned'
        when sums.quantity = 0 then 'canceled'
        when sums.shipped = sums.quantity then case f.state when 'closed' then 'closed' else 'shipped' end
        when sums.packed = sums.quantity then 'packed'
        when sums.picked > 0 then 'picking'
        else 'released' end as state
) as derived
where f.order_id between %(first)s and %(last)s and derived.state <> f.state
order by f.id

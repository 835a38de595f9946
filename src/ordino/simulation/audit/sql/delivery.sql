-- name: i6_shipped_units_are_in_shipments
-- Lines of a range of orders that count other units as shipped than their shipments hold; services are in none.
select concat('order ', coalesce(line.order_id, held.order_id), ' line ', coalesce(line.number, held.line_number)), 'shipped',
    coalesce(held.quantity, 0)::text, coalesce(line.shipped, 0)::text
from (
    select order_id, number, shipped from orders_line
    where order_id between %(first)s and %(last)s and shippable
) as line
full join (
    select shipment.order_id, part.line_number, sum(part.quantity) as quantity
    from delivery_shipment shipment
    join delivery_line part on part.shipment_id = shipment.id
    where shipment.order_id between %(first)s and %(last)s and shipment.state = any(%(left)s::text[])
    group by shipment.order_id, part.line_number
) as held on held.order_id = line.order_id and held.line_number = line.number
where coalesce(held.quantity, 0) <> coalesce(line.shipped, 0)
order by coalesce(line.order_id, held.order_id), coalesce(line.number, held.line_number)

-- name: i6_units_follow_their_shipments
-- Lines of a range of orders whose delivered or written-off units are not those of their shipments; services arrive at once.
select concat('order ', line.order_id, ' line ', line.number), figure.name, figure.expected::text, figure.found::text
from orders_line line
left join (
    select shipment.order_id, part.line_number,
        sum(part.quantity) filter (where shipment.state in ('delivered', 'collected')) as delivered,
        sum(part.quantity) filter (where shipment.state in ('lost', 'returned_to_sender', 'received_back')) as written_off
    from delivery_shipment shipment
    join delivery_line part on part.shipment_id = shipment.id
    where shipment.order_id between %(first)s and %(last)s
    group by shipment.order_id, part.line_number
) as held on held.order_id = line.order_id and held.line_number = line.number
cross join lateral (values
    ('delivered', case when line.shippable then coalesce(held.delivered, 0) else line.shipped end, line.delivered),
    ('written_off', coalesce(held.written_off, 0), line.written_off)
) as figure(name, expected, found)
where line.order_id between %(first)s and %(last)s and figure.expected <> figure.found
order by line.order_id, line.number, figure.name

-- name: i3_shipments_hold_their_packages
-- Shipments of a range of orders that hold, weigh or count otherwise than their packages; a voided one has none.
select concat('shipment ', shipment.id), figure.name, figure.expected::text, figure.found::text
from delivery_shipment shipment
left join lateral (
    select sum(weight_grams) as weight, count(*) as parcels,
        count(*) filter (where state <> 'packed' and shipment.handed_over_at is null
            or state <> 'shipped' and shipment.handed_over_at is not null) as astray
    from fulfillment_package where shipment_id = shipment.id
) as package on true
left join lateral (
    select count(*) as lines
    from (
        select content.line_number, sum(content.quantity) as quantity
        from fulfillment_package boxed
        join fulfillment_package_line content on content.package_id = boxed.id
        where boxed.shipment_id = shipment.id
        group by content.line_number
    ) as boxes
    full join (select line_number, quantity from delivery_line where shipment_id = shipment.id) as held using (line_number)
    where boxes.quantity is distinct from held.quantity
) as differing on true
cross join lateral (values
    ('weight_grams', coalesce(package.weight, 0), shipment.weight_grams),
    ('parcels', package.parcels, shipment.parcels),
    ('packages in another state', 0, package.astray),
    ('lines that differ from the packages', 0, differing.lines)
) as figure(name, expected, found)
where shipment.order_id between %(first)s and %(last)s and shipment.state <> 'voided' and figure.expected <> figure.found
order by shipment.id, figure.name

-- name: i4_shipments_are_movements
-- Shipments whose units are not the movements that name them: out when they leave, back when they are received back.
select concat(coalesce(held.reference, moved.reference), ' SKU ', sku.code), figure.name, figure.expected::text,
    figure.found::text
from (
    select concat('shipment/', shipment.id) as reference, part.sku_id,
        concat('location/', shipment.location_id, '/') as place, sum(part.quantity) as quantity,
        sum(part.quantity) filter (where shipment.state = 'received_back') as back
    from delivery_shipment shipment
    join delivery_line part on part.shipment_id = shipment.id
    where shipment.state = any(%(left)s::text[])
    group by shipment.id, shipment.location_id, part.sku_id
) as held
full join (
    select reference, sku_id, concat('location/',
            split_part(case when to_account = 'customer' then from_account else to_account end, '/', 2), '/') as place,
        sum(quantity) filter (where to_account = 'customer') as quantity,
        sum(quantity) filter (where from_account = 'customer') as back
    from inventory_movement
    where reference like 'shipment/%%'
    group by 1, 2, 3
) as moved on moved.reference = held.reference and moved.sku_id = held.sku_id and moved.place = held.place
left join catalog_sku sku on sku.id = coalesce(held.sku_id, moved.sku_id)
cross join lateral (values
    ('units to the customer', coalesce(held.quantity, 0), coalesce(moved.quantity, 0)),
    ('units received back', coalesce(held.back, 0), coalesce(moved.back, 0))
) as figure(name, expected, found)
where figure.expected <> figure.found
order by coalesce(held.reference, moved.reference), sku.code, figure.name

-- name: i3_manifests_count_their_shipments
-- Manifests that count other shipments than name them, or list one of another place or carrier.
select concat('manifest ', manifest.id), 'shipments', count(shipment.id)::text, manifest.shipments::text
from delivery_manifest manifest
left join delivery_shipment shipment on shipment.manifest_id = manifest.id
    and shipment.location_id = manifest.location_id and shipment.carrier = manifest.carrier
group by manifest.id
having count(shipment.id) <> manifest.shipments
order by manifest.id

-- name: select_shipment_states
-- The shipments of a range of orders.
select order_id, id, state from delivery_shipment where order_id between %(first)s and %(last)s order by id

-- name: select_standings
-- What became of the shipped units of a range of orders.
select order_id, number, delivered, written_off from orders_line
where order_id between %(first)s and %(last)s
order by order_id, number

-- name: select_tracked_shipments
-- The shipments of a range of orders that were handed over to a carrier, with what was said of them.
select shipment.id, shipment.state, message.event_id, message.status, message.occurred_at
from delivery_shipment shipment
left join delivery_tracking message on message.shipment_id = shipment.id
where shipment.order_id between %(first)s and %(last)s and shipment.method = 'ship' and shipment.handed_over_at is not null
order by shipment.id

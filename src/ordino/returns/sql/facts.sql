-- name: select_policies
-- The policies of channels, and the one of all others.
select channel_id, window_days, expected_days, restocking_fee_percent, shipping_paid_by, refund_shipping,
    array(select jsonb_array_elements_text(not_returnable_skus)),
    array(select jsonb_array_elements_text(not_returnable_categories)), approve_automatically, needs_inspection, refund_to
from returns_policy
where channel_id is null or channel_id = any(%(channel_ids)s::bigint[])

-- name: select_channels
-- The ids of channels by their codes.
select code, id from network_channel where code = any(%(codes)s::text[])

-- name: select_deliveries
-- When units of each line of the orders were delivered last, as the journal has it.
select told.order_id, (units.one ->> 'line_number')::integer,
    max(coalesce((event.data ->> 'delivered_at')::timestamptz, event.recorded_at))
from unnest(%(order_ids)s::bigint[]) as told(order_id)
join engine_event event on event.stream = 'order/' || told.order_id
    and event.kind in ('ShipmentDelivered', 'ServicesPerformed')
cross join lateral json_array_elements(event.data -> 'lines') as units(one)
group by 1, 2

-- name: select_requested
-- Units of the orders' lines in returns that wait for approval.
select line.order_id, line.line_number, sum(line.quantity)::bigint
from returns_return asked
join returns_line line on line.return_id = asked.id
where asked.order_id = any(%(order_ids)s::bigint[]) and asked.state = 'requested'
group by 1, 2

-- name: select_refunded
-- Units of the orders' lines whose money went back.
select order_id, line_number, sum(quantity)::bigint
from returns_refund_line where order_id = any(%(order_ids)s::bigint[])
group by 1, 2

-- name: select_refunded_charges
-- Charges of the orders that went back.
select order_id, charge_number, 1 from returns_refund_charge where order_id = any(%(order_ids)s::bigint[])

-- name: select_shipped_serials
-- The numbered units that left with orders, and where each is now: at the customer, or in a bucket of a location.
select fulfillment.order_id, serial.line_number, serial.code,
    case when numbered.account like 'location/%%' then split_part(numbered.account, '/', 3) else numbered.account end,
    location.code
from fulfillment_order fulfillment
join fulfillment_package package on package.fulfillment_order_id = fulfillment.id and package.state = 'shipped'
join fulfillment_package_serial serial on serial.package_id = package.id
join inventory_serial numbered on numbered.sku_id = serial.sku_id and numbered.code = serial.code
left join network_location location on numbered.account like 'location/' || location.id || '/%%'
where fulfillment.order_id = any(%(order_ids)s::bigint[])
order by fulfillment.order_id, serial.line_number, serial.code

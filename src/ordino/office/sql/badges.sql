-- name: count_work
-- What waits behind the entries of the menu, each counted along an index and to a limit.
select 'orders', (select count(*) from (
    select from orders_order where state in ('placed', 'confirmed') limit %(most)s) as counted)
union all select 'holds', (select count(*) from (
    select from orders_hold where state = 'open' limit %(most)s) as counted)
union all select 'exceptions', (select count(*) from (
    select from exceptions_exception where state <> 'resolved' limit %(most)s) as counted)
union all select 'fulfillment', (select count(*) from (
    select from fulfillment_order where state in ('planned', 'released', 'picking', 'packed') limit %(most)s) as counted)
union all select 'shipments', (select count(*) from (
    select from delivery_shipment
    where state in ('created', 'labeled', 'ready_for_pickup', 'handed_over', 'in_transit', 'out_for_delivery', 'failed_attempt')
    limit %(most)s) as counted)
union all select 'returns', (select count(*) from (
    select from returns_return
    where state in ('requested', 'approved', 'in_transit', 'partially_received', 'received', 'inspected')
    limit %(most)s) as counted)

-- name: select_orders
-- What the rows of some orders say.
select
    orders.id, orders.state, orders.fulfillment_status, orders.total_minor, orders.captured_minor, orders.refunded_minor, orders.invoiced_minor,
    orders.credited_minor,
    coalesce(
        (select array_agg(hold.id order by hold.id) from orders_hold hold
            where hold.order_id = orders.id and hold.state = 'open'),
        '{}')
from orders_order orders
where orders.id = any(%(order_ids)s::bigint[])

-- name: select_lines
-- Where the units of the lines of some orders are.
select
    line.order_id, line.number, line.canceled, line.unsourced, line.backordered, line.allocated, line.released, line.picked,
    line.packed, line.shipped, line.delivered, line.return_expected, line.returned, line.written_off
from orders_line line
where line.order_id = any(%(order_ids)s::bigint[])

-- name: select_levels
-- What the rows of some levels say.
select location.code, sku.code, level.on_hand, level.allocated, level.unavailable
from inventory_level level
join network_location location on location.id = level.location_id
join catalog_sku sku on sku.id = level.sku_id
where (location.code, sku.code) in (select * from unnest(%(locations)s::text[], %(skus)s::text[]))

-- name: select_loose_ends
-- Orders that have not ended and say nowhere why: no open hold and no open exception with an owner.
select orders.id, orders.state, orders.fulfillment_status
from orders_order orders
where orders.state in ('placed', 'confirmed')
    and not exists (select from orders_hold hold where hold.order_id = orders.id and hold.state = 'open')
    and not exists (
        select from exceptions_exception task
        where task.order_id = orders.id and task.state <> 'resolved' and task.owner <> '')
order by orders.id
limit 20

-- name: count_open_calls
-- How many calls to the outside have no end yet.
select count(*) from engine_effect where state in ('requested', 'calling', 'unknown')

-- name: select_moved_money
-- What the books say has moved at the provider, by its own name of the payment: refunds to store credit or an exchange have not.
select
    payment.gateway_reference, sum(payment.captured_minor)::bigint,
    sum(payment.refunded_minor - coalesce(
        (select sum(refund.amount_minor) from payments_refund refund
            where refund.payment_id = payment.id and refund.destination <> 'original' and refund.state = 'succeeded'),
        0))::bigint
from payments_payment payment
where payment.gateway = 'sandbox' and payment.gateway_reference <> ''
group by payment.gateway_reference

-- name: select_disputed
-- What banks dispute of payments, or have taken back.
select payment.id, payment.disputed_minor from payments_payment payment where payment.disputed_minor <> 0

-- name: select_value_accounts
-- What the rows of some gift cards and store credits say.
select account.id, account.balance_minor, account.reserved_minor
from stored_value_account account
where account.id = any(%(account_ids)s::bigint[])

-- name: select_purchase_lines
-- What has come of each line that was bought, and what was refused.
select line.purchase_order_id, line.number, line.received_quantity, line.refused_quantity
from procurement_line line

-- name: select_transit
-- What is on the way between locations, by transfer and SKU.
select line.transfer_id, sku.code, sum(line.quantity - line.received_quantity - line.lost_quantity)::bigint
from inventory_transfer_line line
join catalog_sku sku on sku.id = line.sku_id
group by line.transfer_id, sku.code

-- name: insert_promises
-- What is promised for the parts of lines.
insert into sourcing_promise (
    order_id, line_number, part, quantity, source, ship_by, deliver_by, incoming_id, reasons, location_id,
    transfer_id, updated_at)
select
    r.order_id, r.line_number, r.part, r.quantity, r.source, r.ship_by, r.deliver_by, r.incoming_id, r.reasons,
    r.location_id, r.transfer_id, %(now)s
from json_to_recordset(%(rows)s::json) as r(
    order_id bigint, line_number integer, part smallint, quantity bigint, source text, ship_by date, deliver_by date,
    incoming_id bigint, reasons jsonb, location_id bigint, transfer_id bigint)

-- name: delete_promises
-- Forgets the promises of lines that are promised anew.
delete from sourcing_promise promise
using json_to_recordset(%(rows)s::json) as r(order_id bigint, line_number integer)
where promise.order_id = r.order_id and promise.line_number = r.line_number

-- name: select_promises
-- The promises of lines, part by part.
select
    promise.order_id, promise.line_number, promise.part, promise.quantity, promise.source, promise.ship_by,
    promise.deliver_by, promise.incoming_id, array(select jsonb_array_elements_text(promise.reasons)), promise.location_id,
    promise.transfer_id
from sourcing_promise promise
join (
    select distinct order_id, line_number
    from json_to_recordset(%(lines)s::json) as r(order_id bigint, line_number integer)
) as wanted using (order_id, line_number)
order by promise.order_id, promise.line_number, promise.part

-- name: select_supply
-- Units of the SKUs that come by a receipt, or by a dated transfer to where orders are fulfilled, and that nobody was promised
-- yet; what the given lines were promised counts as free. A promise whose line is not written yet counts for each SKU.
with excepted as (
    select r.order_id, r.line_number from json_to_recordset(%(except_lines)s::json) as r(order_id bigint, line_number integer)
)
select
    'incoming' as source, incoming.id as key, incoming.sku_id, incoming.location_id,
    (incoming.quantity - incoming.received_quantity - coalesce(promised.quantity, 0))::bigint as quantity, incoming.expected_at
from inventory_incoming incoming
left join lateral (
    select sum(promise.quantity) as quantity
    from sourcing_promise promise
    where promise.incoming_id = incoming.id
        and (promise.order_id, promise.line_number) not in (select order_id, line_number from excepted)
) as promised on true
where incoming.sku_id = any(%(sku_ids)s::bigint[]) and incoming.state = 'expected'
    and incoming.quantity - incoming.received_quantity > coalesce(promised.quantity, 0)
union all
select
    'transit', transfer.id, sent.sku_id, transfer.to_location_id,
    (sent.quantity - sent.received_quantity - sent.lost_quantity - coalesce(promised.quantity, 0))::bigint,
    transfer.expected_at
from inventory_transfer transfer
join network_location location on location.id = transfer.to_location_id and location.active and location.fulfills
join inventory_transfer_line sent on sent.transfer_id = transfer.id and sent.sku_id = any(%(sku_ids)s::bigint[])
left join lateral (
    select sum(promise.quantity) as quantity
    from sourcing_promise promise
    left join orders_line line on line.order_id = promise.order_id and line.number = promise.line_number
    where promise.transfer_id = transfer.id and coalesce(line.sku_id, sent.sku_id) = sent.sku_id
        and (promise.order_id, promise.line_number) not in (select order_id, line_number from excepted)
) as promised on true
where transfer.state = 'in_transit' and transfer.expected_at is not null
    and sent.quantity - sent.received_quantity - sent.lost_quantity > coalesce(promised.quantity, 0)
order by expected_at, source, key

-- name: select_order_promise
-- What one order was promised, for screens and programs.
select order_id, line_number, part, quantity, source, ship_by, deliver_by, incoming_id,
    array(select jsonb_array_elements_text(reasons)), location_id, transfer_id
from sourcing_promise
where order_id = %(order_id)s
order by line_number, part

-- name: select_plans
-- The plans of an order, the newest first, as the journal has them.
select (data -> 'plan')::text
from engine_event
where stream = 'order/' || %(order_id)s::text and kind in ('OrderSourced', 'LineResourced')
order by sequence desc
limit 20

-- name: select_backorders
-- Lines that wait, in their order of precedence within a SKU.
select
    line.order_id, line.number, line.sku, line.backordered, orders.priority, orders.placed_at, orders.ship_complete,
    promise.deliver_by
from orders_line line
join orders_order orders on orders.id = line.order_id and orders.state in ('placed', 'confirmed')
left join lateral (
    select max(deliver_by) as deliver_by from sourcing_promise
    where order_id = line.order_id and line_number = line.number and source <> 'stock'
) as promise on true
where line.backordered > 0
    and (%(sku)s::text is null or line.sku_id = (select id from catalog_sku where code = %(sku)s::text))
order by line.sku, orders.priority desc, promise.deliver_by nulls last, orders.placed_at, orders.id, line.number
limit %(limit)s

-- name: select_late_promises
-- Units of open orders that are not shipped though their ship-by day is over; the orders that were to leave first come first.
select late.order_id, late.line_number, late.part, late.sku, late.quantity, late.source, late.ship_by
from orders_order orders
cross join lateral (
    select promise.order_id, promise.line_number, promise.part, line.sku, promise.quantity, promise.source, promise.ship_by
    from sourcing_promise promise
    join orders_line line on line.order_id = promise.order_id and line.number = promise.line_number
        and line.shipped < line.ordered - line.canceled
    where promise.order_id = orders.id and promise.ship_by < %(today)s
    offset 0
) as late
where orders.state in ('placed', 'confirmed') and orders.fulfillment_status not in ('shipped', 'delivered', 'canceled')
    and orders.ship_by < %(today)s
order by orders.ship_by, orders.id, late.ship_by, late.line_number, late.part
limit %(limit)s

-- name: select_promise_differences
-- Lines whose promises are not their units, receipts and transfers of which more is promised than is to come.
with promised as (
    select
        order_id, line_number,
        sum(quantity) filter (where source = 'stock') as stock, sum(quantity) filter (where source <> 'stock') as waiting
    from sourcing_promise
    group by order_id, line_number
),
line as (
    select
        order_id, number, line.allocated + line.released + line.picked + line.packed + line.shipped as held, backordered
    from orders_line line
    where line.shippable and line.sku_id is not null
),
compared as (
    select
        coalesce(line.order_id, promised.order_id) as order_id,
        coalesce(line.number, promised.line_number) as line_number,
        coalesce(line.held, 0) as held, coalesce(promised.stock, 0) as stock,
        coalesce(line.backordered, 0) as backordered, coalesce(promised.waiting, 0) as waiting
    from line
    full join promised on promised.order_id = line.order_id and promised.line_number = line.number
)
select order_id || '-' || line_number, 'promised from stock', held::bigint, stock::bigint
from compared where held <> stock
union all
select order_id || '-' || line_number, 'promised while waiting', backordered::bigint, waiting::bigint
from compared where backordered <> waiting
union all
select
    'incoming ' || incoming.id, 'promised from incoming',
    (case when incoming.state = 'expected' then incoming.quantity - incoming.received_quantity else 0 end)::bigint,
    sum(promise.quantity)::bigint
from inventory_incoming incoming
join sourcing_promise promise on promise.incoming_id = incoming.id
group by incoming.id
having sum(promise.quantity) > case
    when incoming.state = 'expected' then incoming.quantity - incoming.received_quantity else 0 end
union all
select
    'transit ' || promised.transfer_id || ' of ' || promised.sku, 'promised from transit',
    coalesce(sent.quantity - sent.received_quantity - sent.lost_quantity, 0)::bigint, promised.quantity
from (
    select promise.transfer_id, line.sku_id, line.sku, sum(promise.quantity)::bigint as quantity
    from sourcing_promise promise
    join orders_line line on line.order_id = promise.order_id and line.number = promise.line_number
    where promise.transfer_id is not null
    group by promise.transfer_id, line.sku_id, line.sku
) as promised
left join inventory_transfer_line sent on sent.transfer_id = promised.transfer_id and sent.sku_id = promised.sku_id
where promised.quantity > coalesce(sent.quantity - sent.received_quantity - sent.lost_quantity, 0)
limit %(limit)s

-- name: insert_promises
-- What is promised for the parts of lines.
insert into sourcing_promise (
    order_id, line_number, part, quantity, source, ship_by, deliver_by, incoming_id, reasons, updated_at)
select r.order_id, r.line_number, r.part, r.quantity, r.source, r.ship_by, r.deliver_by, r.incoming_id, r.reasons, %(now)s
from json_to_recordset(%(rows)s::json) as r(
    order_id bigint, line_number integer, part smallint, quantity bigint, source text, ship_by date, deliver_by date,
    incoming_id bigint, reasons jsonb)

-- name: delete_promises
-- Forgets the promises of lines that are promised anew.
delete from sourcing_promise promise
using json_to_recordset(%(rows)s::json) as r(order_id bigint, line_number integer)
where promise.order_id = r.order_id and promise.line_number = r.line_number

-- name: select_promises
-- The promises of lines, part by part.
select
    promise.order_id, promise.line_number, promise.part, promise.quantity, promise.source, promise.ship_by,
    promise.deliver_by, promise.incoming_id, array(select jsonb_array_elements_text(promise.reasons))
from sourcing_promise promise
join (
    select distinct order_id, line_number
    from json_to_recordset(%(lines)s::json) as r(order_id bigint, line_number integer)
) as wanted using (order_id, line_number)
order by promise.order_id, promise.line_number, promise.part

-- name: select_supply
-- Incoming units of the SKUs that nobody was promised yet; what the given lines were promised counts as free.
select
    incoming.id, incoming.sku_id, incoming.location_id,
    (incoming.quantity - incoming.received_quantity - coalesce(promised.quantity, 0))::bigint, incoming.expected_at
from inventory_incoming incoming
left join lateral (
    select sum(promise.quantity) as quantity
    from sourcing_promise promise
    where promise.incoming_id = incoming.id
        and not exists (
            select from json_to_recordset(%(except_lines)s::json) as r(order_id bigint, line_number integer)
            where r.order_id = promise.order_id and r.line_number = promise.line_number
        )
) as promised on true
where incoming.sku_id = any(%(sku_ids)s::bigint[]) and incoming.state = 'expected'
    and incoming.quantity - incoming.received_quantity > coalesce(promised.quantity, 0)
order by incoming.expected_at, incoming.id

-- name: select_order_promise
-- What one order was promised, for screens and programs.
select order_id, line_number, part, quantity, source, ship_by, deliver_by, incoming_id,
    array(select jsonb_array_elements_text(reasons))
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

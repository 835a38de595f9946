-- name: select_order_page
-- One page of the order list, the newest first. Three ways in, of which the parameters open one: the open holds of a reason,
-- the orders of a customer, or the orders of each state and channel; each is read along its index (`offset 0` and
-- `materialized` keep the planner to it, whatever it guesses of parameters), and stops at the page's size.
with held as materialized (
    select distinct h.order_id from orders_hold h where h.reason = %(hold_reason)s and h.state = 'open'
),
found as (
    (
        select o.id, o.placed_at
        from held
        cross join lateral (select * from orders_order where id = held.order_id offset 0) as o
        where %(hold_reason)s::text is not null
            and o.state = any(%(states)s)
            and (%(customer_id)s::bigint is null or o.customer_id = %(customer_id)s)
            and (%(channel_id)s::bigint is null or o.channel_id = %(channel_id)s)
            and (%(currency)s::text is null or o.currency = %(currency)s)
            and (%(fulfillment_status)s::text is null or o.fulfillment_status = %(fulfillment_status)s)
            and o.placed_at >= %(placed_from)s and o.placed_at < %(placed_before)s
            and (o.placed_at, o.id) < (%(after_placed_at)s, %(after_id)s)
        order by o.placed_at desc, o.id desc limit %(limit)s
    )
    union all
    (
        select o.id, o.placed_at from orders_order o
        where %(hold_reason)s::text is null and %(customer_id)s::bigint is not null
            and o.customer_id = %(customer_id)s and o.state = any(%(states)s)
            and (%(channel_id)s::bigint is null or o.channel_id = %(channel_id)s)
            and (%(currency)s::text is null or o.currency = %(currency)s)
            and (%(fulfillment_status)s::text is null or o.fulfillment_status = %(fulfillment_status)s)
            and o.placed_at >= %(placed_from)s and o.placed_at < %(placed_before)s
            and (o.placed_at, o.id) < (%(after_placed_at)s, %(after_id)s)
        order by o.placed_at desc, o.id desc limit %(limit)s
    )
    union all
    (
        select of_state.id, of_state.placed_at
        from unnest(%(states)s::text[]) as wanted(state)
        join network_channel channel on (%(channel_id)s::bigint is null or channel.id = %(channel_id)s)
        cross join lateral (
            select o.id, o.placed_at from orders_order o
            where o.state = wanted.state and o.channel_id = channel.id
                and (%(currency)s::text is null or o.currency = %(currency)s)
                and (%(fulfillment_status)s::text is null or o.fulfillment_status = %(fulfillment_status)s)
                and o.placed_at >= %(placed_from)s and o.placed_at < %(placed_before)s
                and (o.placed_at, o.id) < (%(after_placed_at)s, %(after_id)s)
            order by o.placed_at desc, o.id desc limit %(limit)s
        ) as of_state
        where %(hold_reason)s::text is null and %(customer_id)s::bigint is null
        order by of_state.placed_at desc, of_state.id desc limit %(limit)s
    )
)
select
    o.id, o.external_reference, c.code, o.customer_id, o.customer_name, o.email, o.state, o.fulfillment_status, o.currency,
    o.total_minor, o.priority, o.placed_at, o.version, o.payment_status, o.return_status, o.invoice_status,
    coalesce(o.ship_to ->> 'city', ''),
    array(select h.reason from orders_hold h where h.order_id = o.id and h.state = 'open' order by h.id)
from (select id from found order by placed_at desc, id desc limit %(limit)s) as page
join orders_order o on o.id = page.id
join network_channel c on c.id = o.channel_id
order by o.placed_at desc, o.id desc

-- name: select_changed_orders
-- Orders in the order of their last change, read along the journal: of each order the event that is its last one. `position + 0`
-- keeps the planner from reading the journal from its beginning to find where the time begins.
select
    o.id, o.external_reference, c.code, o.customer_id, o.customer_name, o.email, o.state, o.fulfillment_status, o.currency,
    o.total_minor, o.priority, o.placed_at, o.version, o.payment_status, o.return_status, o.invoice_status,
    coalesce(o.ship_to ->> 'city', ''),
    array(select h.reason from orders_hold h where h.order_id = o.id and h.state = 'open' order by h.id),
    changed.recorded_at, changed.position
from (
    select event.stream, event.recorded_at, event.position
    from engine_event event
    where event.position > %(after_position)s and event.recorded_at >= %(since)s
        and event.position >= (select min(position + 0) from engine_event where recorded_at >= %(since)s)
        and event.stream >= 'order/' and event.stream < 'order0'
        and not exists (
            select from engine_event later where later.stream = event.stream and later.sequence > event.sequence)
        and exists (
            select from orders_order o
            where o.id = substr(event.stream, 7)::bigint and o.state = any(%(states)s)
                and (%(channel)s::text is null
                    or o.channel_id = (select id from network_channel where code = %(channel)s)))
    order by event.position
    limit %(limit)s
) as changed
join orders_order o on o.id = substr(changed.stream, 7)::bigint
join network_channel c on c.id = o.channel_id
order by changed.position

-- name: select_orders_to_ship
-- Open orders with something promised to leave, those that are due first at the head, along the index of them.
select
    o.id, o.external_reference, c.code, o.customer_id, o.customer_name, o.email, o.state, o.fulfillment_status, o.currency,
    o.total_minor, o.priority, o.placed_at, o.version, o.payment_status, o.return_status, o.invoice_status,
    coalesce(o.ship_to ->> 'city', ''),
    array(select h.reason from orders_hold h where h.order_id = o.id and h.state = 'open' order by h.id),
    o.ship_by
from orders_order o
join network_channel c on c.id = o.channel_id
where o.state in ('placed', 'confirmed') and o.fulfillment_status not in ('shipped', 'delivered', 'canceled')
    and (o.ship_by, o.id) > (%(after_ship_by)s, %(after_id)s)
    and (%(before)s::date is null or o.ship_by < %(before)s)
    and (%(channel)s::text is null or c.code = %(channel)s)
order by o.ship_by, o.id
limit %(limit)s

-- name: select_found_orders
-- Orders by what somebody has in hand: a number, a reference, an e-mail address, the beginning of a name, a SKU. Newest first.
with found as (
    select id from orders_order where id = %(number)s
    union
    (select id from orders_order where external_reference = %(text)s limit %(limit)s)
    union
    (select id from orders_order where lower(email) = lower(%(text)s) and email <> '' order by id desc limit %(limit)s)
    union
    (
        select id from orders_order
        where lower(customer_name) like %(name_pattern)s and customer_name <> '' limit %(limit)s
    )
    union
    (
        select l.order_id from orders_line l
        where l.sku_id = (select s.id from catalog_sku s where s.code = %(text)s)
        order by l.order_id desc limit %(limit)s
    )
)
select
    o.id, o.external_reference, c.code, o.customer_id, o.customer_name, o.email, o.state, o.fulfillment_status, o.currency,
    o.total_minor, o.priority, o.placed_at, o.version, o.payment_status, o.return_status, o.invoice_status,
    coalesce(o.ship_to ->> 'city', ''),
    array(select h.reason from orders_hold h where h.order_id = o.id and h.state = 'open' order by h.id)
from found
join orders_order o on o.id = found.id
join network_channel c on c.id = o.channel_id
order by o.placed_at desc, o.id desc limit %(limit)s

-- name: select_channel_id
-- The key of a channel by its code.
select id from network_channel where code = %(code)s

-- name: select_order_head
-- One order without its parts.
select
    o.id, o.external_reference, c.code, o.customer_id, o.customer_name, o.email, o.state, o.fulfillment_status, o.version,
    o.currency, o.prices_include_tax, o.payment_terms, o.payment_due_at, o.priority, o.ship_complete, o.maximum_parcels,
    o.out_of_stock, o.placed_total_minor, o.total_minor, o.stated_total_minor, o.note,
    o.placed_at, o.recorded_at, o.payment_status, o.return_status, o.invoice_status, o.authorized_minor, o.captured_minor,
    o.refunded_minor, o.invoiced_minor, o.invoice_open_minor, o.credited_minor
from orders_order o join network_channel c on c.id = o.channel_id where o.id = %(order_id)s

-- name: select_order_addresses
-- Where one order goes, and who gets the bill.
select ship_to::text, bill_to::text from orders_order where id = %(order_id)s

-- name: select_order_lines
-- The lines of one order with all buckets.
select
    number, sku, description, bundle, quantity_scale, shippable, ordered, canceled, unsourced, backordered, allocated, released,
    picked, packed, shipped, delivered, return_expected, returned, written_off, unit_price, goods_minor, discount_minor,
    amount_minor, tax_category, tax_rate, tax_minor
from orders_line where order_id = %(order_id)s order by number

-- name: select_order_discounts
-- The discounts granted on one order.
select number, label, code, applies_to, amount_minor from orders_discount where order_id = %(order_id)s order by number

-- name: select_order_holds
-- All holds of one order, open and closed.
select id, line_number, scope, reason, detail, state, opened_by, opened_at, owner, due_at, closed_by, closed_at, note
from orders_hold where order_id = %(order_id)s order by id

-- name: select_order_allocations
-- From where the units of one order come.
select a.line_number, l.code, a.quantity
from inventory_allocation a join network_location l on l.id = a.location_id
where a.order_id = %(order_id)s order by a.line_number, l.code

-- name: select_order_promises
-- The dates promised for the lines of one order.
select line_number, part, quantity, source, ship_by, deliver_by
from sourcing_promise where order_id = %(order_id)s order by line_number, part

-- name: select_order_timeline
-- What has happened to one order, by whom and in which command.
select e.sequence, e.kind, c.kind, c.actor, e.recorded_at, e.data::text
from engine_event e join engine_command c on c.id = e.command_id
where e.stream = %(stream)s order by e.sequence

-- name: select_hold_queue
-- Open holds that somebody has to decide, those due first, of one reason or of all; those without a time come last.
select h.id, h.order_id, h.line_number, h.scope, h.reason, h.detail, h.owner, h.opened_at, h.due_at, o.customer_name, o.currency,
    o.total_minor
from (
    select * from orders_hold
    where state = 'open' and reason = any(%(reasons)s) and (%(owner)s::text is null or owner = %(owner)s)
        and (coalesce(due_at, 'infinity'), id) > (%(after_due_at)s, %(after_id)s)
    order by coalesce(due_at, 'infinity'), id limit %(limit)s
) as h
join orders_order o on o.id = h.order_id
order by coalesce(h.due_at, 'infinity'), h.id

-- name: select_hold_counts
-- How many holds of each reason are open, and how many of them are late.
select reason, count(*), count(*) filter (where due_at <= %(now)s) from orders_hold where state = 'open' group by reason order by reason

-- name: select_duplicates
-- For each of the orders, open orders of the same customer that ask for the same within a day under another reference.
select o.id, other.id, other.placed_at
from orders_order o
join orders_order other on other.customer_id = o.customer_id and other.id < o.id
    and other.state in ('placed', 'confirmed')
    and other.placed_at between o.placed_at - interval '24 hours' and o.placed_at + interval '24 hours'
    and other.external_reference is distinct from o.external_reference
where o.id = any(%(order_ids)s) and o.state in ('placed', 'confirmed')
    and (
        select array_agg(units order by units) from (
            select sku || ' ' || sum(ordered - canceled) as units from orders_line
            where order_id = o.id and ordered > canceled group by sku) as asked
    ) = (
        select array_agg(units order by units) from (
            select sku || ' ' || sum(ordered - canceled) as units from orders_line
            where order_id = other.id and ordered > canceled group by sku) as asked
    )
order by o.id, other.id

-- name: count_stages
-- How many orders there are in each state and fulfillment status, each counted along one index and to a limit.
select state.name, status.name, (
    select count(*) from (
        select from orders_order o where o.fulfillment_status = status.name and o.state = state.name limit %(most)s
    ) as counted
)
from unnest(%(states)s::text[]) as state(name)
cross join unnest(%(statuses)s::text[]) as status(name)

-- name: select_recipients
-- Who the orders were for, and where they went.
select orders.id, channel.code, orders.customer_id, orders.customer_name, orders.email, orders.currency,
    orders.ship_to::text, orders.bill_to::text
from orders_order orders
join network_channel channel on channel.id = orders.channel_id
where orders.id = any(%(order_ids)s::bigint[])

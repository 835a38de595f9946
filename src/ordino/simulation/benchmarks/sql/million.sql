-- name: create_templates
-- The really placed orders that are to be copied.
create table bench_template as
select o.id as order_id, o.external_reference, o.customer_id, o.placed_at, c.name, c.external_reference as customer_reference
from orders_order o join parties_customer c on c.id = o.customer_id

-- name: create_template_commands
-- Which command belongs to which of them.
create table bench_template_command as
select distinct command_id, template.order_id
from engine_event event join bench_template template on event.stream = 'order/' || template.order_id

-- name: create_copies
-- What one round of copies says instead of its templates; filled anew for each round.
create temporary table bench_copy (
    old_id bigint primary key, new_id bigint, command_shift bigint, reference text, customer_id bigint, name text, email text,
    placed_at timestamptz, old_texts text[], new_texts text[])

-- name: create_rewrite
-- Puts the texts of a copy in the place of its template's.
create function pg_temp.rewrite(source text, old_texts text[], new_texts text[]) returns json language plpgsql immutable as $$
begin
    for place in 1 .. array_length(old_texts, 1) loop
        source := replace(source, old_texts[place], new_texts[place]);
    end loop;
    return source::json;
end $$

-- name: fill_copies
-- The texts of round `round`: number, reference, customer and moment of each copy.
insert into bench_copy
select
    t.order_id, n.id, %(round)s::bigint * %(commands)s::bigint, n.reference, c.id, c.name, c.email, n.placed_at,
    array[
        '"order_id":' || t.order_id || ',', '"order_id":' || t.order_id || '}',
        '"external_reference":"' || t.external_reference || '"', '"customer_id":' || t.customer_id || ',',
        '"customer_reference":"' || t.customer_reference || '"', '"recipient":"' || t.name || '"',
        to_char(t.placed_at at time zone 'UTC', '"\"placed_at\":\""YYYY-MM-DD"T"HH24:MI:SS.US"Z\""')],
    array[
        '"order_id":' || n.id || ',', '"order_id":' || n.id || '}',
        '"external_reference":"' || n.reference || '"', '"customer_id":' || c.id || ',',
        '"customer_reference":"' || c.external_reference || '"', '"recipient":"' || c.name || '"',
        to_char(n.placed_at at time zone 'UTC', '"\"placed_at\":\""YYYY-MM-DD"T"HH24:MI:SS.US"Z\""')]
from bench_template t
cross join lateral (select
    t.order_id + %(round)s::bigint * %(orders)s::bigint as id, 'M' || (t.order_id + %(round)s::bigint * %(orders)s::bigint) as reference,
    t.placed_at + %(round)s::int * interval '1 second' as placed_at
) as n
join parties_customer c on c.id = %(first_customer)s::bigint + (t.customer_id - %(first_customer)s::bigint + %(round)s::bigint * 7919) %% %(customers)s::bigint

-- name: empty_copies
-- Makes room for the next round.
truncate bench_copy

-- name: select_span
-- How many numbers and command keys the templates take, how many customers there are, and their lowest key.
select
    (select max(order_id) - min(order_id) + 1 from bench_template)::bigint,
    (select max(command_id) - min(command_id) + 1 from bench_template_command)::bigint,
    (select count(*) from parties_customer), (select min(id) from parties_customer)

-- name: commit_levels
-- Makes the levels agree with the copied allocations.
update inventory_level level
set allocated = given.quantity
from (
    select sku_id, location_id, sum(quantity)::bigint as quantity from inventory_allocation group by sku_id, location_id
) as given
where level.sku_id = given.sku_id and level.location_id = given.location_id

-- name: advance_sequences
-- Lets the next order and command come after the copies.
select
    setval('orders_order_id_seq', (select max(id) from orders_order)),
    setval('engine_command_id_seq', (select max(id) from engine_command))

-- name: count_orders
-- How many orders there are.
select count(*) from orders_order

-- name: select_confirmed
-- Confirmed orders that can go on, the oldest first.
select id, total_minor from orders_order where state = 'confirmed' and fulfillment_status = 'allocated' order by id limit %(limit)s

-- name: count_sales
-- Counts the days anew on which orders were placed that nobody counted yet; orders whose numbers are a little lower may have been
-- committed later, so some are looked at again.
insert into insight_sales_day (day, channel_id, currency, orders, value_minor, last_order_id)
select changed.day, orders.channel_id, orders.currency, count(*), sum(orders.placed_total_minor)::bigint, max(orders.id)
from (
    select distinct (placed_at at time zone 'UTC')::date as day from orders_order
    where id > (select coalesce(max(last_order_id), 0) - %(again)s::bigint from insight_sales_day)
) as changed
join orders_order orders on orders.state = any(%(states)s::text[])
    and orders.placed_at >= changed.day::timestamp at time zone 'UTC'
    and orders.placed_at < (changed.day + 1)::timestamp at time zone 'UTC'
group by changed.day, orders.channel_id, orders.currency
on conflict (day, channel_id, currency) do update
set orders = excluded.orders, value_minor = excluded.value_minor, last_order_id = excluded.last_order_id
where insight_sales_day.orders <> excluded.orders or insight_sales_day.value_minor <> excluded.value_minor

-- name: select_sales
-- What was ordered from one day to another, by day, channel and currency.
select sales.day, channel.code, sales.currency, sales.orders, sales.value_minor
from insight_sales_day sales
join network_channel channel on channel.id = sales.channel_id
where sales.day between %(first)s and %(last)s
order by sales.day, channel.id, sales.currency

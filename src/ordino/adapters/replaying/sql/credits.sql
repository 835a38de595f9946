-- name: select_made
-- What has been made of lines that take units back: units of returns, and whether the rest is an exception.
select wanted.reference, coalesce(asked.quantity, 0)::bigint,
    exists (
        select from exceptions_exception
        where kind = 'unmatched_return' and subject = 'invoice/' || wanted.reference
    )
from unnest(%(references)s::text[]) as wanted(reference)
left join (
    select comment, sum(quantity) as quantity
    from returns_line where comment = any(%(references)s::text[])
    group by comment
) as asked on asked.comment = wanted.reference

-- name: select_delivered
-- Units that customers of a channel have of SKUs and were not asked back for.
select customer.external_reference, line.sku, orders.id, line.number, line.unit_price, orders.placed_at,
    line.delivered - line.returned - line.return_expected
from network_channel channel
join parties_customer customer on customer.channel_id = channel.id
    and customer.external_reference = any(%(customers)s::text[])
join orders_order orders on orders.customer_id = customer.id and orders.channel_id = channel.id
join orders_line line on line.order_id = orders.id and line.sku = any(%(skus)s::text[])
where channel.code = %(channel)s and line.delivered > line.returned + line.return_expected

-- name: select_expected_back
-- Units that are on their way back for lines of the file.
select return_id, line_number, expected
from returns_line
where comment = any(%(references)s::text[]) and expected > 0
order by return_id, line_number

-- name: select_unrefunded
-- Returns for lines of the file of which accepted units are not refunded.
select line.order_id, line.return_id, 0::bigint
from returns_line line
where line.comment = any(%(references)s::text[]) and line.accepted > line.refunded + line.replaced
group by line.order_id, line.return_id
order by line.return_id

-- name: select_unpaid_refunds
-- Refunds of orders that lines of the file concern, which a person has to pay.
select refund.order_id, refund.id, refund.amount_minor
from payments_refund refund
where refund.state = 'approved'
    and refund.order_id in (select order_id from returns_line where comment = any(%(references)s::text[]))
order by refund.id

-- name: select_booked
-- What lines of the file came to: units refunded, for how much, sold at which prices, and the amounts of exceptions.
select wanted.reference, coalesce(refunded.quantity, 0)::bigint, coalesce(refunded.total_minor, 0)::bigint,
    coalesce(refunded.lowest, 0), coalesce(refunded.highest, 0), coalesce(excepted.amount_minor, 0)::bigint,
    coalesce(excepted.price_named, false)
from unnest(%(references)s::text[]) as wanted(reference)
left join (
    select back.comment, sum(money.quantity) as quantity, sum(money.total_minor) as total_minor,
        min(sold.unit_price) as lowest, max(sold.unit_price) as highest
    from returns_line back
    join returns_refund refund on refund.return_id = back.return_id
    join returns_refund_line money on money.refund_id = refund.id and money.order_id = back.order_id
        and money.line_number = back.line_number
    join orders_line sold on sold.order_id = back.order_id and sold.number = back.line_number
    where back.comment = any(%(references)s::text[])
    group by back.comment
) as refunded on refunded.comment = wanted.reference
left join (
    select subject, sum(amount_minor) as amount_minor, bool_or(kind = 'credited_at_another_price') as price_named
    from exceptions_exception
    where kind in ('unmatched_return', 'credited_at_another_price')
        and subject in (select 'invoice/' || one from unnest(%(references)s::text[]) as one)
    group by subject
) as excepted on excepted.subject = 'invoice/' || wanted.reference

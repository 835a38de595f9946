-- name: reservations_are_due
-- Says whether any reservation has run out or its end is not told yet, so that an idle worker issues no command and writes no journal.
select exists (
    select from inventory_reservation
    where (state = 'active' and expires_at <= %(now)s) or (state = 'expired' and not expiry_journaled)
)

-- name: select_confirmed_unpaid
-- Confirmed orders whose payment hold, which came with what was merged into them, has run out of time, and nobody was told since.
select hold.order_id, min(hold.detail)
from orders_hold hold
join orders_order orders on orders.id = hold.order_id and orders.state = 'confirmed'
where hold.reason = 'payment' and hold.state = 'open' and hold.due_at <= %(now)s
    and not exists (
        select from exceptions_exception told
        where told.order_id = hold.order_id and told.kind = 'payment_missing' and told.raised_at >= hold.due_at
    )
group by hold.order_id
order by hold.order_id
limit %(limit)s

-- name: insert_reservations
-- Keeps units for owners.
insert into inventory_reservation (id, owner, sku_id, location_id, quantity, state, expires_at, created_at)
select id, owner, sku_id, location_id, quantity, state, expires_at, %(now)s
from json_to_recordset(%(rows)s::json) as r(
    id bigint, owner text, sku_id bigint, location_id bigint, quantity bigint, state text, expires_at timestamptz)

-- name: select_reservations
-- Reservations by their keys.
select id, owner, sku_id, location_id, quantity, state, expires_at
from inventory_reservation
where id = any(%(ids)s::bigint[])

-- name: select_live_reservations
-- What is kept for owners at the given locked levels.
select id, owner, sku_id, location_id, quantity, state, expires_at
from inventory_reservation
join (
    select distinct sku_id, location_id
    from json_to_recordset(%(pairs)s::json) as r(sku_id bigint, location_id bigint)
) as wanted using (sku_id, location_id)
where state = 'active' and expires_at > %(now)s

-- name: set_reservation_states
-- Ends reservations of locked levels.
update inventory_reservation reservation
set state = r.state
from json_to_recordset(%(rows)s::json) as r(id bigint, state text)
where reservation.id = r.id

-- name: select_due_reservations
-- The levels of reservations that have run out and of which the journal does not know yet, the oldest first.
select distinct sku_id, location_id
from (
    select id, sku_id, location_id
    from inventory_reservation
    where (state = 'active' and expires_at <= %(now)s) or (state = 'expired' and not expiry_journaled)
    order by id
    limit %(limit)s
) as due

-- name: journal_expired_reservations
-- The expired reservations of locked levels that the journal does not know yet; from now on it does.
with told as (
    update inventory_reservation reservation
    set expiry_journaled = true
    from json_to_recordset(%(pairs)s::json) as r(sku_id bigint, location_id bigint)
    where reservation.sku_id = r.sku_id and reservation.location_id = r.location_id
        and reservation.state = 'expired' and not reservation.expiry_journaled
    returning reservation.id, reservation.owner, reservation.sku_id, reservation.location_id, reservation.quantity,
        reservation.state, reservation.expires_at
)
select id, owner, sku_id, location_id, quantity, state, expires_at from told order by id

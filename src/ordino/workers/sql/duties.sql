-- name: reservations_are_due
-- Says whether any reservation has run out or its end is not told yet, so that an idle worker issues no command and writes no journal.
select exists (
    select from inventory_reservation
    where (state = 'active' and expires_at <= %(now)s) or (state = 'expired' and not expiry_journaled)
)

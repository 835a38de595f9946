-- name: reservations_are_due
-- Says whether any reservation has run out, so that an idle worker issues no command and writes no journal.
select exists (select from inventory_reservation where state = 'active' and expires_at <= %(now)s)

-- name: lock_accounts
-- The accounts that are about to change, locked in the order of their keys.
select id, kind, customer_id, currency, balance_minor, reserved_minor, last_four, expires_at
from stored_value_account where id = any(%(account_ids)s) order by id for no key update

-- name: select_expired_accounts
-- Accounts past their last moment that have something left, the oldest first.
select id from stored_value_account
where expires_at <= %(now)s and balance_minor > reserved_minor order by expires_at, id limit %(limit)s

-- name: select_accounts_of_reservations
-- Whose value is set aside in reservations.
select account_id from stored_value_reservation where id = any(%(reservation_ids)s)

-- name: select_reservations
-- Reservations as they stand, by their numbers.
select id, account_id, order_id, payment_id, request_key, amount_minor, redeemed_minor, released_minor, given_back_minor
from stored_value_reservation where id = any(%(reservation_ids)s)

-- name: select_reservations_by_key
-- Reservations that were made before under the keys of a batch.
select id, account_id, order_id, payment_id, request_key, amount_minor, redeemed_minor, released_minor, given_back_minor
from stored_value_reservation where request_key = any(%(request_keys)s)

-- name: select_movements_by_key
-- Movements that were made before under the keys of a batch.
select account_id, kind, from_account, to_account, amount_minor, request_key, reservation_id, order_id, reference
from stored_value_movement where request_key = any(%(request_keys)s)

-- name: select_known_codes
-- Which codes of gift cards are taken.
select code_hash from stored_value_account where code_hash = any(%(code_hashes)s)

-- name: select_customers
-- Which of the customers exist, and who stands for one that was merged.
select id, coalesce(merged_into_id, id) from parties_customer where id = any(%(customer_ids)s)

-- name: select_customers_of_orders
-- Whose orders they are; who stands for a customer that was merged.
select o.id, coalesce(c.merged_into_id, c.id)
from orders_order o join parties_customer c on c.id = o.customer_id where o.id = any(%(order_ids)s)

-- name: insert_gift_cards
-- New gift cards, without value yet.
insert into stored_value_account (id, kind, currency, code_hash, last_four, expires_at, opened_at)
select r.id, 'gift_card', r.currency, r.code_hash, r.last_four, r.expires_at, %(now)s
from json_to_recordset(%(rows)s::json) as r(id bigint, currency text, code_hash text, last_four text, expires_at timestamptz)

-- name: open_store_credit
-- The store credit accounts of customers, opened where they have none in the currency.
insert into stored_value_account (kind, customer_id, currency, opened_at)
select distinct 'store_credit', r.customer_id, r.currency, %(now)s::timestamptz
from json_to_recordset(%(rows)s::json) as r(customer_id bigint, currency text) order by 2, 3
on conflict (customer_id, currency) where kind = 'store_credit' do nothing

-- name: select_store_credit
-- The store credit accounts of customers.
select a.customer_id, a.currency, a.id
from json_to_recordset(%(wanted)s::json) as r(customer_id bigint, currency text)
join stored_value_account a on a.customer_id = r.customer_id and a.currency = r.currency and a.kind = 'store_credit'

-- name: update_accounts
-- What accounts have now.
update stored_value_account a
set balance_minor = r.balance_minor, reserved_minor = r.reserved_minor, expires_at = r.expires_at
from json_to_recordset(%(rows)s::json) as r(id bigint, balance_minor bigint, reserved_minor bigint, expires_at timestamptz)
where a.id = r.id

-- name: upsert_reservations
-- Reservations as they are now.
insert into stored_value_reservation (
    id, account_id, order_id, payment_id, request_key, amount_minor, redeemed_minor, released_minor, given_back_minor,
    reserved_at)
select r.id, r.account_id, r.order_id, r.payment_id, r.request_key, r.amount_minor, r.redeemed_minor, r.released_minor,
    r.given_back_minor, %(now)s
from json_to_recordset(%(rows)s::json) as r(
    id bigint, account_id bigint, order_id bigint, payment_id bigint, request_key text, amount_minor bigint,
    redeemed_minor bigint, released_minor bigint, given_back_minor bigint)
on conflict (id) do update set
    redeemed_minor = excluded.redeemed_minor, released_minor = excluded.released_minor,
    given_back_minor = excluded.given_back_minor

-- name: insert_movements
-- Value that moved.
insert into stored_value_movement (
    account_id, kind, from_account, to_account, amount_minor, request_key, reservation_id, order_id, reference, moved_by,
    moved_at)
select r.account_id, r.kind, r.from_account, r.to_account, r.amount_minor, r.request_key, r.reservation_id, r.order_id,
    r.reference, %(moved_by)s, %(now)s
from json_to_recordset(%(rows)s::json) as r(
    account_id bigint, kind text, from_account text, to_account text, amount_minor bigint, request_key text,
    reservation_id bigint, order_id bigint, reference text)

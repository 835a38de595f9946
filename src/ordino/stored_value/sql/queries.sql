-- name: select_account
-- One account.
select id, kind, customer_id, currency, balance_minor, reserved_minor, last_four, expires_at
from stored_value_account where id = %(account_id)s

-- name: select_account_by_code
-- The gift card with this hash of its code.
select id, kind, customer_id, currency, balance_minor, reserved_minor, last_four, expires_at
from stored_value_account where code_hash = %(code_hash)s

-- name: select_gift_cards
-- Gift cards, the newest first, from before a number.
select id, kind, customer_id, currency, balance_minor, reserved_minor, last_four, expires_at
from stored_value_account where kind = 'gift_card' and id < %(before_id)s order by id desc limit %(limit)s

-- name: select_accounts_of_customer
-- The store credit of a customer, in every currency.
select id, kind, customer_id, currency, balance_minor, reserved_minor, last_four, expires_at
from stored_value_account where customer_id = %(customer_id)s and kind = 'store_credit' order by currency

-- name: select_movements
-- The movements of an account, the newest first.
select moved_at, kind, from_account, to_account, amount_minor, order_id, reference, moved_by
from stored_value_movement where account_id = %(account_id)s order by id desc limit %(limit)s

-- name: select_liability
-- What the merchant owes on accounts of each kind and currency, and how it came to that.
select a.kind, a.currency, count(distinct a.id),
    coalesce(sum(m.amount_minor) filter (where m.kind in ('issue', 'grant')), 0)::bigint,
    coalesce(sum(m.amount_minor) filter (where m.kind = 'refund'), 0)::bigint,
    coalesce(sum(m.amount_minor) filter (where m.kind = 'redeem'), 0)::bigint,
    coalesce(sum(m.amount_minor) filter (where m.kind = 'give_back'), 0)::bigint,
    coalesce(sum(m.amount_minor) filter (where m.kind = 'expire'), 0)::bigint,
    coalesce(sum(case m.to_account when 'customer' then m.amount_minor else -m.amount_minor end), 0)::bigint
from stored_value_account a left join stored_value_movement m on m.account_id = a.id
group by a.kind, a.currency order by a.kind, a.currency

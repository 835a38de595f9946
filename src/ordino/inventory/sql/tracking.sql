-- name: select_lots
-- The lots of the given SKUs and codes.
select lot.id, lot.sku_id, lot.code, lot.expires_on
from inventory_lot lot
join json_to_recordset(%(lots)s::json) as r(sku_id bigint, code text) using (sku_id, code)

-- name: insert_lots
-- Begins lots.
insert into inventory_lot (id, sku_id, code, expires_on, received_at)
select id, sku_id, code, expires_on, %(now)s
from json_to_recordset(%(rows)s::json) as r(id bigint, sku_id bigint, code text, expires_on date)

-- name: select_lot_balances
-- How much of the given lots is in which account: the fold of their movements.
select lot_id, account, sum(quantity)::bigint
from (
    select lot_id, to_account as account, quantity from inventory_movement where lot_id = any(%(lot_ids)s::bigint[])
    union all
    select lot_id, from_account, -quantity from inventory_movement where lot_id = any(%(lot_ids)s::bigint[])
) as entries
group by lot_id, account

-- name: select_serials
-- Where the given numbered units are; they stay there until this transaction ends.
select serial.sku_id, serial.code, serial.account, serial.lot_id
from inventory_serial serial
join json_to_recordset(%(serials)s::json) as r(sku_id bigint, code text) using (sku_id, code)
order by serial.sku_id, serial.code
for no key update of serial

-- name: select_serials_in_accounts
-- The numbered units in the given accounts; they stay there until this transaction ends.
select sku_id, code, account, lot_id
from inventory_serial
where sku_id = any(%(sku_ids)s::bigint[]) and account = any(%(accounts)s::text[])
order by sku_id, code
for no key update

-- name: count_serials
-- How many units of the given SKUs have a serial number, account by account.
select sku_id, account, count(*)
from inventory_serial
where sku_id = any(%(sku_ids)s::bigint[])
group by sku_id, account

-- name: insert_serials
-- Numbered units that were not known; where somebody else was first, the transaction fails and is tried again.
insert into inventory_serial (sku_id, code, account, lot_id)
select sku_id, code, account, lot_id
from json_to_recordset(%(rows)s::json) as r(sku_id bigint, code text, account text, lot_id bigint)
order by sku_id, code

-- name: move_serials
-- States where locked numbered units are now.
update inventory_serial serial
set account = r.account
from json_to_recordset(%(rows)s::json) as r(sku_id bigint, code text, account text)
where serial.sku_id = r.sku_id and serial.code = r.code

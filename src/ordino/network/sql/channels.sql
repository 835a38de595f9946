-- name: select_channels_by_code
-- Channels by code.
select id, code, name, kind, currency, price_list_id, prices_include_tax, tax_rounding, stock_buffer, out_of_stock,
    payment_minutes, time_zone
from network_channel
where code = any(%(codes)s)

-- name: select_channels
-- Every channel.
select id, code, name, kind, currency, price_list_id, prices_include_tax, tax_rounding, stock_buffer, out_of_stock,
    payment_minutes, time_zone
from network_channel
order by code

-- name: select_channels_by_id
-- Channels by key.
select id, code, name, kind, currency, price_list_id, prices_include_tax, tax_rounding, stock_buffer, out_of_stock,
    payment_minutes, time_zone
from network_channel
where id = any(%(ids)s)

-- name: lock_channels
-- The channels that are about to be registered again, locked in the order of their keys.
select id, code, name, kind, currency, price_list_id, prices_include_tax, tax_rounding, stock_buffer, out_of_stock,
    payment_minutes, time_zone
from network_channel
where code = any(%(codes)s)
order by id
for no key update

-- name: insert_channels
-- New channels.
insert into network_channel (id, code, name, kind, currency, price_list_id, prices_include_tax, tax_rounding, stock_buffer,
    out_of_stock, payment_minutes, time_zone)
select id, code, name, kind, currency, price_list_id, prices_include_tax, tax_rounding, stock_buffer,
    out_of_stock, payment_minutes, time_zone
from json_populate_recordset(null::network_channel, %(rows)s::json)

-- name: update_channels
-- Channels registered again with other details.
update network_channel c
set name = r.name, kind = r.kind, currency = r.currency, price_list_id = r.price_list_id,
    prices_include_tax = r.prices_include_tax, tax_rounding = r.tax_rounding, stock_buffer = r.stock_buffer,
    out_of_stock = r.out_of_stock, payment_minutes = r.payment_minutes, time_zone = r.time_zone
from json_populate_recordset(null::network_channel, %(rows)s::json) r
where c.id = r.id

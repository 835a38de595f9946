-- name: select_merchant
-- Who issues documents now.
select id, language, time_zone, invoice_prefix, credit_note_prefix from billing_merchant order by id desc limit 1

-- name: insert_merchants
-- Who issues documents from now on.
insert into billing_merchant (
    id, name, address, vat_id, registration, email, phone, website, bank_name, iban, bic, language, time_zone, invoice_prefix,
    credit_note_prefix, set_at)
select
    r.id, r.name, r.address, r.vat_id, r.registration, r.email, r.phone, r.website, r.bank_name, r.iban, r.bic, r.language,
    r.time_zone, r.invoice_prefix, r.credit_note_prefix, %(now)s
from json_to_recordset(%(rows)s::json) as r(
    id bigint, name text, address jsonb, vat_id text, registration text, email text, phone text, website text,
    bank_name text, iban text, bic text, language text, time_zone text, invoice_prefix text, credit_note_prefix text)

-- name: select_channels
-- The ids of channels by their codes.
select code, id from network_channel where code = any(%(codes)s)

-- name: select_customers
-- The customers there are of those that are named; one that was merged is the one that stands for it.
select id, coalesce(merged_into_id, id), coalesce(currency, '') from parties_customer where id = any(%(ids)s)

-- name: upsert_rules
-- Sets when orders of channels and customers are invoiced.
insert into billing_rule (channel_id, customer_id, invoice_per)
select r.channel_id, r.customer_id, r.invoice_per
from json_to_recordset(%(rows)s::json) as r(channel_id bigint, customer_id bigint, invoice_per text)
on conflict (channel_id, customer_id) do update set invoice_per = excluded.invoice_per

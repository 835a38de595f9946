-- name: select_customers_by_id
-- Customers by key, merged ones too.
select id, kind, name, email, phone, vat_id, external_reference, channel_id, currency, price_list_id, credit_limit_minor,
    payment_terms_days, language, tags, name_key, email_key, phone_key, created_at, merged_into_id
from parties_customer
where id = any(%(ids)s)

-- name: select_customers_by_reference
-- Customers by (channel, reference), each with what was asked; a merged customer is answered by the one it became.
with asked as (
    select distinct channel_id, external_reference
    from json_to_recordset(%(references)s::json) as wish (channel_id bigint, external_reference text)
)
select c.id, c.kind, c.name, c.email, c.phone, c.vat_id, c.external_reference, c.channel_id, c.currency, c.price_list_id,
    c.credit_limit_minor, c.payment_terms_days, c.language, c.tags, c.name_key, c.email_key, c.phone_key, c.created_at,
    c.merged_into_id, a.channel_id, a.external_reference
from asked a
join parties_customer known on known.external_reference = a.external_reference
    and (known.channel_id = a.channel_id or known.channel_id is null and a.channel_id is null)
join parties_customer c on c.id = coalesce(known.merged_into_id, known.id)

-- name: select_customers_by_email_key
-- Customers whose e-mail address is the same after normalizing, without those that were merged; the oldest first.
select id, kind, name, email, phone, vat_id, external_reference, channel_id, currency, price_list_id, credit_limit_minor,
    payment_terms_days, language, tags, name_key, email_key, phone_key, created_at, merged_into_id
from parties_customer
where email_key = any(%(email_keys)s) and email_key <> '' and merged_into_id is null
order by email_key, id

-- name: lock_customers
-- The customers that are about to change, locked in the order of their keys.
select id, kind, name, email, phone, vat_id, external_reference, channel_id, currency, price_list_id, credit_limit_minor,
    payment_terms_days, language, tags, name_key, email_key, phone_key, created_at, merged_into_id
from parties_customer
where id = any(%(ids)s)
order by id
for no key update

-- name: insert_customers
-- New customers.
insert into parties_customer (id, kind, name, email, phone, vat_id, external_reference, channel_id, currency, price_list_id,
    credit_limit_minor, payment_terms_days, language, tags, name_key, email_key, phone_key, created_at)
select id, kind, name, email, phone, vat_id, external_reference, channel_id, currency, price_list_id,
    credit_limit_minor, payment_terms_days, language, tags, name_key, email_key, phone_key, created_at
from json_populate_recordset(null::parties_customer, %(rows)s::json)

-- name: update_customers
-- Customers whose details or terms changed; locked in the order of their keys so that two batches cannot wait for each other.
with given as (
    select * from json_populate_recordset(null::parties_customer, %(rows)s::json)
), locked as (
    select id from parties_customer where id = any(array(select id from given)) order by id for no key update
)
update parties_customer c
set kind = g.kind, name = g.name, email = g.email, phone = g.phone, vat_id = g.vat_id, currency = g.currency,
    price_list_id = g.price_list_id, credit_limit_minor = g.credit_limit_minor, payment_terms_days = g.payment_terms_days,
    language = g.language, tags = g.tags, name_key = g.name_key, email_key = g.email_key, phone_key = g.phone_key,
    merged_into_id = g.merged_into_id
from locked join given g on g.id = locked.id
where c.id = locked.id

-- name: select_duplicate_candidates
-- Customers that share an e-mail address, phone, name, VAT number or address with one of the given ones, and these themselves.
with given as (
    select * from parties_customer where id = any(%(ids)s) and merged_into_id is null
), alike as (
    select id from given
    union select c.id from given g join parties_customer c on c.email_key = g.email_key where g.email_key <> ''
    union select c.id from given g join parties_customer c on c.phone_key = g.phone_key and c.phone_key <> '' where g.phone_key <> ''
    union select c.id from given g join parties_customer c on c.name_key = g.name_key and c.name_key <> '' where g.name_key <> ''
    union select c.id from given g join parties_customer c on c.vat_id = g.vat_id and c.vat_id <> '' where g.vat_id <> ''
    union select b.customer_id from given g join parties_address a on a.customer_id = g.id
        join parties_address b on b.fingerprint = a.fingerprint
)
select c.id, c.name, c.name_key, c.email_key, c.phone_key, c.vat_id,
    array(select distinct a.fingerprint from parties_address a where a.customer_id = c.id order by a.fingerprint)
from parties_customer c
where c.id = any(array(select id from alike)) and c.merged_into_id is null
order by c.id = any(%(ids)s) desc, c.id
limit %(limit)s

-- name: select_customer_page
-- Customers that were not merged, the newest first; where a text is sought, those with that e-mail address or with it in their name.
select id, kind, name, email, phone, vat_id, external_reference, channel_id, currency, price_list_id, credit_limit_minor,
    payment_terms_days, language, tags, name_key, email_key, phone_key, created_at, merged_into_id
from parties_customer
where merged_into_id is null and id < %(before_id)s
    and (%(text)s = '' or email_key <> '' and email_key = %(email_key)s or strpos(lower(name), lower(%(text)s)) > 0)
    and (%(since)s::timestamptz is null or created_at >= %(since)s)
    and (%(before)s::timestamptz is null or created_at < %(before)s)
    and (%(channel)s::text is null or channel_id = (select id from network_channel where code = %(channel)s))
order by id desc limit %(limit)s

-- name: select_customers_by_name
-- The same customers in the order of their names, along the index of them.
select id, kind, name, email, phone, vat_id, external_reference, channel_id, currency, price_list_id, credit_limit_minor,
    payment_terms_days, language, tags, name_key, email_key, phone_key, created_at, merged_into_id
from parties_customer
where merged_into_id is null and (lower(name), id) > (lower(%(after_name)s), %(after_id)s)
    and (%(text)s = '' or email_key <> '' and email_key = %(email_key)s or strpos(lower(name), lower(%(text)s)) > 0)
    and (%(since)s::timestamptz is null or created_at >= %(since)s)
    and (%(before)s::timestamptz is null or created_at < %(before)s)
    and (%(channel)s::text is null or channel_id = (select id from network_channel where code = %(channel)s))
order by lower(name), id limit %(limit)s

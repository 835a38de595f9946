-- name: select_addresses
-- The addresses of the customers, the default of each purpose first.
select customer_id, purpose, recipient, company, street, district, city, region, postal_code, country, phone, fingerprint,
    problems, is_default
from parties_address
where customer_id = any(%(customer_ids)s)
order by customer_id, purpose, is_default desc, id

-- name: upsert_addresses
-- Addresses, each kept once for its purpose; the rows come in an order in which there is one default at any moment.
insert into parties_address (customer_id, purpose, recipient, company, street, district, city, region, postal_code,
    country, phone, fingerprint, problems, is_default)
select customer_id, purpose, recipient, company, street, district, city, region, postal_code,
    country, phone, fingerprint, problems, is_default
from json_populate_recordset(null::parties_address, %(rows)s::json)
on conflict (customer_id, purpose, fingerprint) do update
set recipient = excluded.recipient, company = excluded.company, street = excluded.street, district = excluded.district,
    city = excluded.city, region = excluded.region, postal_code = excluded.postal_code, phone = excluded.phone,
    problems = excluded.problems, is_default = excluded.is_default

-- name: select_contacts
-- The contacts of the customers.
select customer_id, name, role, email, phone from parties_contact
where customer_id = any(%(customer_ids)s)
order by customer_id, name, email

-- name: upsert_contacts
-- Contacts, each kept once by name and e-mail address.
insert into parties_contact (customer_id, name, role, email, phone)
select customer_id, name, role, email, phone from json_populate_recordset(null::parties_contact, %(rows)s::json)
on conflict (customer_id, name, email) do update set role = excluded.role, phone = excluded.phone

-- name: delete_addresses
-- The addresses of customers that were merged, after they were copied.
delete from parties_address where customer_id = any(%(customer_ids)s) returning customer_id

-- name: delete_contacts
-- The contacts of customers that were merged, after they were copied.
delete from parties_contact where customer_id = any(%(customer_ids)s) returning customer_id

-- name: point_merged_customers
-- Customers that were merged before into one that is merged now follow it, so that one step always leads to the end.
update parties_customer c
set merged_into_id = r.merged_into_id
from json_populate_recordset(null::parties_customer, %(rows)s::json) r
where c.merged_into_id = r.id

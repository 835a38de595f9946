-- name: select_consents
-- Everything the customers have consented to, what stands and what was withdrawn, the newest first within a purpose.
select id, customer_id, purpose, given_at, source, proof, withdrawn_at, withdrawal_source
from parties_consent
where customer_id = any(%(customer_ids)s)
order by customer_id, purpose, given_at desc, id desc

-- name: select_standing_consents
-- What customers that are locked consent to now.
select id, customer_id, purpose, given_at, source, proof, withdrawn_at, withdrawal_source
from parties_consent
where customer_id = any(%(customer_ids)s) and withdrawn_at is null

-- name: insert_consents
-- Consents that were given; one may have been withdrawn in the same batch.
insert into parties_consent (id, customer_id, purpose, given_at, source, proof, withdrawn_at, withdrawal_source)
select id, customer_id, purpose, given_at, source, proof, withdrawn_at, withdrawal_source
from json_populate_recordset(null::parties_consent, %(rows)s::json)

-- name: withdraw_consents
-- Consents that stand no longer.
update parties_consent consent
set withdrawn_at = given.withdrawn_at, withdrawal_source = given.withdrawal_source
from json_populate_recordset(null::parties_consent, %(rows)s::json) given
where consent.id = given.id

-- name: move_consents
-- Consents that another customer has now; those that end were ended before, because one of a purpose stands at any moment.
update parties_consent consent
set customer_id = given.customer_id
from json_populate_recordset(null::parties_consent, %(rows)s::json) given
where consent.id = given.id and consent.customer_id <> given.customer_id

-- name: select_changed_customers
-- Customers in the order of their last change, merged ones too, read along the journal: of each the event that is the last of
-- its stream. `position + 0` keeps the planner from reading the journal from its beginning.
select c.id, c.kind, c.name, c.email, c.phone, c.vat_id, c.external_reference, c.channel_id, c.currency, c.price_list_id,
    c.credit_limit_minor, c.payment_terms_days, c.language, c.tags, c.name_key, c.email_key, c.phone_key, c.created_at,
    c.merged_into_id, changed.recorded_at, changed.position
from (
    select substr(event.stream, 10)::bigint as id, event.recorded_at, event.position
    from engine_event event
    where event.position > %(after_position)s and event.recorded_at >= %(since)s
        and event.position >= (select min(position + 0) from engine_event where recorded_at >= %(since)s)
        and event.stream >= 'customer/' and event.stream < 'customer0'
        and not exists (
            select from engine_event later
            where later.stream = event.stream and later.sequence > event.sequence
            offset 0)
        and exists (
            select from parties_customer c
            where c.id = substr(event.stream, 10)::bigint
                and (%(channel)s::text is null
                    or c.channel_id = (select id from network_channel where code = %(channel)s))
            offset 0)
    order by event.position
    limit %(limit)s
) as changed
join parties_customer c on c.id = changed.id
order by changed.position

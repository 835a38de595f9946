-- name: select_channel_settings
-- Every channel with the code of its price list.
select c.code, c.name, c.kind, c.currency, coalesce(l.code, ''), c.prices_include_tax, c.tax_rounding, c.stock_buffer,
    c.out_of_stock, c.payment_minutes, c.time_zone
from network_channel c
left join catalog_price_list l on l.id = c.price_list_id
order by c.code

-- name: select_price_list_codes
-- The price lists that a channel may take.
select code from catalog_price_list order by code

-- name: select_locations
-- Every location as its settings show it.
select code, name, kind, country, region, postal_code, city, street, time_zone, coalesce(to_char(cutoff, 'HH24:MI'), ''),
    array_to_string(working_days, ', '), daily_capacity_orders, handling_days, priority, fulfills, active, release,
    coalesce(latitude::text, ''), coalesce(longitude::text, ''),
    coalesce((select string_agg(h.day::text, ', ' order by h.day) from network_holiday h where h.location_id = l.id), ''),
    (select count(*)::int from network_holiday h where h.location_id = l.id and h.day >= current_date)
from network_location l
order by not active, priority, code

-- name: select_carriers
-- Every carrier with its services.
select c.code, c.name, c.active,
    array(select s.code from network_service s where s.carrier_id = c.id and s.active order by s.code),
    (select count(*)::int from network_rate r join network_service s on s.id = r.service_id where s.carrier_id = c.id)
from network_carrier c
order by not c.active, c.code

-- name: select_tax_rates
-- Every tax rate, those that are in force first.
select country, region, category, rate, valid_from, valid_to
from network_tax_rate
order by country, region, category, valid_from desc

-- name: select_sourcing_rules
-- How each channel sources; the row without a channel is for all others.
select coalesce(c.code, ''), r.max_parcels, r.extra_parcel_cost_minor, r.default_transit_days, r.costs::text,
    coalesce((select json_agg(json_build_object('location', l.code, 'amount_minor', (x.v ->> 'amount_minor')::bigint))::text
        from jsonb_array_elements(r.location_costs) as x(v)
        join network_location l on l.id = (x.v ->> 'location_id')::bigint), '[]')
from sourcing_rule r left join network_channel c on c.id = r.channel_id
order by c.code nulls first

-- name: select_return_policies
-- The terms of each channel's returns; the row without a channel is for all others.
select coalesce(c.code, ''), p.window_days, p.expected_days, p.restocking_fee_percent, p.shipping_paid_by,
    p.refund_shipping, p.not_returnable_skus::text, p.not_returnable_categories::text, p.approve_automatically,
    p.needs_inspection, p.refund_to
from returns_policy p left join network_channel c on c.id = p.channel_id
order by c.code nulls first

-- name: select_refund_limits
-- Above which amount a refund waits for approval.
select coalesce(c.code, ''), p.approve_refunds_above_minor
from payments_policy p left join network_channel c on c.id = p.channel_id
order by c.code nulls first

-- name: select_merchant_setting
-- Who issues documents now, with the parts of the address.
select name, coalesce(address ->> 'street', ''), coalesce(address ->> 'postal_code', ''), coalesce(address ->> 'city', ''),
    coalesce(address ->> 'region', ''), coalesce(address ->> 'country', ''), vat_id, registration, email, phone, website,
    bank_name, iban, bic, language, time_zone, invoice_prefix, credit_note_prefix
from billing_merchant
order by id desc
limit 1

-- name: select_invoicing
-- When the orders of each channel are invoiced.
select c.code, r.invoice_per
from network_channel c join billing_rule r on r.channel_id = c.id
order by c.code

-- name: select_all_boxes
-- Every box, the smallest of those in use first.
select code, length_mm, width_mm, height_mm, maximum_weight_grams, tare_weight_grams, active
from fulfillment_box
order by not active, length_mm * width_mm * height_mm, code

-- name: select_notifying
-- How each channel tells its customers.
select c.code, n.enabled, n.sender, n.sender_name, n.language
from notifications_channel n join network_channel c on c.id = n.channel_id
order by c.code

-- name: select_fraud_rules
-- What is suspicious in each channel; the row without a channel is for all others.
select coalesce(c.code, ''), p.hold_at,
    coalesce((select json_agg(r.definition order by r.position)::text from fraud_rule r where r.policy_id = p.id), '[]')
from fraud_policy p left join network_channel c on c.id = p.channel_id
order by c.code nulls first

-- name: select_trail
-- What was done, the newest first: by one actor, or of one kind, or all.
select id, kind, actor, recorded_at, result
from engine_command
where id < %(before_id)s
    and (%(actor)s::text is null or actor = %(actor)s)
    and (%(kind)s::text is null or kind = %(kind)s)
order by id desc
limit %(limit)s

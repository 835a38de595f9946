-- name: insert_drafts
-- Writes orders that are still being entered; nothing is priced.
insert into orders_order (
    id, channel_id, external_reference, customer_id, customer_name, email, state, version, currency, prices_include_tax,
    payment_terms, out_of_stock, ship_to, goods_minor, discount_minor, shipping_minor, fee_minor, tax_minor,
    placed_total_minor, total_minor, note, draft, placed_at, recorded_at)
select
    r.id, r.channel_id, r.external_reference, r.customer_id, r.customer_name, r.email, 'draft', 1, r.currency,
    r.prices_include_tax, r.payment_terms, r.out_of_stock, r.ship_to, 0, 0, 0, 0, 0, 0, 0, r.note, r.draft, %(now)s, %(now)s
from json_to_recordset(%(rows)s::json) as r(
    id bigint, channel_id bigint, external_reference text, customer_id bigint, customer_name text, email text, currency text,
    prices_include_tax boolean, payment_terms text, out_of_stock text, ship_to jsonb, note text, draft jsonb)

-- name: revise_drafts
-- Replaces the content of drafts, and counts the changes.
update orders_order o set
    channel_id = r.channel_id, external_reference = r.external_reference, customer_id = r.customer_id,
    customer_name = r.customer_name, email = r.email, currency = r.currency, prices_include_tax = r.prices_include_tax,
    payment_terms = r.payment_terms, out_of_stock = r.out_of_stock, ship_to = r.ship_to, note = r.note, draft = r.draft,
    version = o.version + 1
from json_to_recordset(%(rows)s::json) as r(
    id bigint, channel_id bigint, external_reference text, customer_id bigint, customer_name text, email text, currency text,
    prices_include_tax boolean, payment_terms text, out_of_stock text, ship_to jsonb, note text, draft jsonb)
where o.id = r.id

-- name: select_drafts
-- The content of drafts.
select id, draft::text from orders_order where id = any(%(order_ids)s) and draft is not null

-- name: place_drafts
-- Turns drafts into placed orders under their numbers, and counts the change.
update orders_order o set
    channel_id = r.channel_id, external_reference = r.external_reference, customer_id = r.customer_id,
    customer_name = r.customer_name, email = r.email, state = r.state, version = o.version + 1, currency = r.currency,
    prices_include_tax = r.prices_include_tax, payment_terms = r.payment_terms, payment_due_at = r.payment_due_at,
    priority = r.priority, ship_complete = r.ship_complete, maximum_parcels = r.maximum_parcels, out_of_stock = r.out_of_stock,
    ship_to = r.ship_to, bill_to = r.bill_to, goods_minor = r.goods_minor, discount_minor = r.discount_minor,
    shipping_minor = r.shipping_minor, fee_minor = r.fee_minor, tax_minor = r.tax_minor, placed_total_minor = r.total_minor,
    total_minor = r.total_minor, stated_total_minor = r.stated_total_minor, note = r.note, draft = null, placed_at = r.placed_at
from json_to_recordset(%(rows)s::json) as r(
    id bigint, channel_id bigint, external_reference text, customer_id bigint, customer_name text, email text, state text,
    currency text, prices_include_tax boolean, payment_terms text, payment_due_at timestamptz, priority integer,
    ship_complete boolean, maximum_parcels integer, out_of_stock text, ship_to jsonb, bill_to jsonb, goods_minor bigint,
    discount_minor bigint, shipping_minor bigint, fee_minor bigint, tax_minor bigint, total_minor bigint,
    stated_total_minor bigint, note text, placed_at timestamptz)
where o.id = r.id

-- name: insert_orders
-- Writes placed orders and drafts.
insert into orders_order (
    id, channel_id, external_reference, customer_id, customer_name, email, state, fulfillment_status, version, currency,
    prices_include_tax, payment_terms, payment_due_at, priority, ship_complete, maximum_parcels, out_of_stock, ship_to, bill_to,
    goods_minor, discount_minor, shipping_minor, fee_minor, tax_minor, placed_total_minor, total_minor, stated_total_minor,
    note, placed_at, recorded_at, goods_allocated, ship_by)
select
    r.id, r.channel_id, r.external_reference, r.customer_id, r.customer_name, r.email, r.state, r.fulfillment_status, 1,
    r.currency, r.prices_include_tax, r.payment_terms, r.payment_due_at, r.priority, r.ship_complete, r.maximum_parcels,
    r.out_of_stock, r.ship_to, r.bill_to, r.goods_minor, r.discount_minor, r.shipping_minor, r.fee_minor, r.tax_minor,
    r.total_minor, r.total_minor, r.stated_total_minor, r.note, r.placed_at, %(now)s,
    r.goods_allocated, r.ship_by
from json_to_recordset(%(rows)s::json) as r(
    id bigint, channel_id bigint, external_reference text, customer_id bigint, customer_name text, email text, state text,
    fulfillment_status text, currency text, prices_include_tax boolean, payment_terms text, payment_due_at timestamptz,
    priority integer, ship_complete boolean, maximum_parcels integer, out_of_stock text, ship_to jsonb, bill_to jsonb,
    goods_minor bigint, discount_minor bigint, shipping_minor bigint, fee_minor bigint, tax_minor bigint, total_minor bigint,
    stated_total_minor bigint, note text, placed_at timestamptz, goods_allocated boolean, ship_by date)

-- name: insert_lines
-- Writes the lines of placed or changed orders.
insert into orders_line (
    order_id, number, sku_id, sku, description, bundle, quantity_scale, shippable, ordered, unsourced, backordered, allocated,
    unit_price, goods_minor, discount_minor, amount_minor, tax_category, tax_rate, tax_minor)
select
    r.order_id, r.number, r.sku_id, r.sku, r.description, r.bundle, r.quantity_scale, r.shippable, r.ordered, r.unsourced,
    r.backordered, r.allocated, r.unit_price, r.goods_minor, r.discount_minor, r.amount_minor, r.tax_category, r.tax_rate,
    r.tax_minor
from json_to_recordset(%(rows)s::json) as r(
    order_id bigint, number integer, sku_id bigint, sku text, description text, bundle text, quantity_scale smallint,
    shippable boolean, ordered bigint, unsourced bigint, backordered bigint, allocated bigint, unit_price numeric,
    goods_minor bigint, discount_minor bigint, amount_minor bigint, tax_category text, tax_rate numeric, tax_minor bigint)

-- name: insert_discounts
-- Writes the discounts granted.
insert into orders_discount (order_id, number, label, code, applies_to, amount_minor)
select r.order_id, r.number, r.label, r.code, r.applies_to, r.amount_minor
from json_to_recordset(%(rows)s::json) as r(
    order_id bigint, number integer, label text, code text, applies_to text, amount_minor bigint)

-- name: insert_discount_shares
-- Writes what each discount takes off each line or charge.
insert into orders_discount_share (order_id, discount_number, number, amount_minor)
select r.order_id, r.discount_number, r.number, r.amount_minor
from json_to_recordset(%(rows)s::json) as r(order_id bigint, discount_number integer, number integer, amount_minor bigint)

-- name: insert_charges
-- Writes the parts of shipping and fees, one for each tax rate.
insert into orders_charge (order_id, number, charge_number, kind, label, amount_minor, tax_category, tax_rate, tax_minor)
select r.order_id, r.number, r.charge_number, r.kind, r.label, r.amount_minor, r.tax_category, r.tax_rate, r.tax_minor
from json_to_recordset(%(rows)s::json) as r(
    order_id bigint, number integer, charge_number integer, kind text, label text, amount_minor bigint, tax_category text,
    tax_rate numeric, tax_minor bigint)

-- name: insert_holds
-- Opens holds.
insert into orders_hold (id, order_id, line_number, scope, reason, detail, opened_by, opened_at, owner, due_at)
select r.id, r.order_id, r.line_number, r.scope, r.reason, r.detail, %(opened_by)s, %(now)s, coalesce(r.owner, ''), r.due_at
from json_to_recordset(%(rows)s::json) as r(
    id bigint, order_id bigint, line_number integer, scope text, reason text, detail text, owner text, due_at timestamptz)

-- name: select_boundary
-- The order number that ends the next range of so many orders.
select id from orders_order where id >= %(first)s order by id offset %(size)s - 1 limit 1

-- name: count_rows
-- How many rows each subject of the audit has.
select 'orders' as subject, count(*) as quantity from orders_order
union all select 'lines', count(*) from orders_line
union all select 'discounts', count(*) from orders_discount
union all select 'charges', count(*) from orders_charge
union all select 'holds', count(*) from orders_hold
union all select 'payments', count(*) from payments_payment
union all select 'refunds', count(*) from payments_refund
union all select 'documents', (select count(*) from billing_invoice) + (select count(*) from billing_credit_note)
union all select 'levels', count(*) from inventory_level
union all select 'buckets', count(*) from inventory_bucket
union all select 'movements', count(*) from inventory_movement
union all select 'allocations', count(*) from inventory_allocation
union all select 'reservations', count(*) from inventory_reservation
union all select 'incoming', count(*) from inventory_incoming
union all select 'transfers', count(*) from inventory_transfer
union all select 'serials', count(*) from inventory_serial
union all select 'lots', count(*) from inventory_lot
union all select 'fulfillment orders', count(*) from fulfillment_order
union all select 'packages', count(*) from fulfillment_package
union all select 'shipments', count(*) from delivery_shipment
union all select 'manifests', count(*) from delivery_manifest
union all select 'promises', count(*) from sourcing_promise
union all select 'returns', count(*) from returns_return
union all select 'return lines', count(*) from returns_line
union all select 'return refunds', count(*) from returns_refund
union all select 'purchase orders', count(*) from procurement_purchase_order
union all select 'purchase order lines', count(*) from procurement_line
union all select 'receipts', count(*) from procurement_receipt
union all select 'supplier invoices', count(*) from procurement_supplier_invoice
union all select 'quotes', count(*) from quotes_revision
union all select 'consents', count(*) from parties_consent
union all select 'fraud assessments', count(*) from fraud_assessment
union all select 'stored value', count(*) from stored_value_account
union all select 'exceptions', count(*) from exceptions_exception
union all select 'webhooks', count(*) from webhooks_webhook
union all select 'messages of webhooks', count(*) from webhooks_message
union all select 'messages', count(*) from notifications_message
union all select 'jobs', count(*) from jobs_job
union all select 'API keys', count(*) from access_api_key
union all select 'events', count(*) from engine_event

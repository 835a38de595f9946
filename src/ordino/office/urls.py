"""The addresses of the back office."""

from django.urls import path

from ordino.office.audit.views import audit_page
from ordino.office.badges.views import badges
from ordino.office.bulk.views import bulk, bulk_run
from ordino.office.change_order.views import change_order
from ordino.office.columns.views import keep_columns
from ordino.office.customers.consents import customer_action
from ordino.office.customers.views import customer, customers
from ordino.office.documents.pages import credit_note_page, invoice_page
from ordino.office.documents.views import (
    credit_note_as_pdf,
    invoice_as_pdf,
    label_as_pdf,
    manifest_pdf,
    pick_list_as_pdf,
    quote_as_pdf,
    return_label_as_pdf,
    return_slip_as_pdf,
    slip_as_pdf,
)
from ordino.office.exceptions.views import exception_action, exceptions
from ordino.office.fraud.views import fraud, fraud_action
from ordino.office.fulfillment.views import board, job, job_action
from ordino.office.hand_over.views import hand_over
from ordino.office.holds.views import holds
from ordino.office.home.views import home
from ordino.office.insight.views import insight
from ordino.office.mine.views import mine
from ordino.office.money.gift_cards import gift_card_list
from ordino.office.money.transfers import new_transfer_action, transfer_action
from ordino.office.money.views import money, refund_action
from ordino.office.more.views import more
from ordino.office.new_order.views import new_order
from ordino.office.order.actions import action
from ordino.office.order.views import order
from ordino.office.orders.views import orders
from ordino.office.pack_bench.views import pack, packing
from ordino.office.pick_bench.views import walk, walks
from ordino.office.presence.views import here
from ordino.office.processes.views import process, processes
from ordino.office.purchasing.views import (
    purchase_order,
    purchase_order_action,
    purchasing,
    supplier,
    supplier_action,
    supplier_invoice_action,
)
from ordino.office.quotes.views import quote, quote_action, quotes
from ordino.office.returns.views import one_return, return_action, returns
from ordino.office.saved_views.views import forget_view, save_view
from ordino.office.scan.views import scan
from ordino.office.settings.gateways import gateways
from ordino.office.settings.keys import keys
from ordino.office.settings.people import people
from ordino.office.settings.views import section, section_action, settings, trail_page
from ordino.office.settings.webhooks import webhook, webhook_action, webhooks_page
from ordino.office.shipments.views import shipment, shipment_action, shipments
from ordino.office.signin.urls import signin_patterns
from ordino.office.stock.article_actions import article_action
from ordino.office.stock.views import stock
from ordino.office.stock.work import incoming_action, stock_action, transfer_stock_action

urlpatterns = [
    path("", home, name="home"),
    path("orders", orders, name="orders"),
    path("orders/new", new_order, name="new-order"),
    path("orders/<int:order_id>", order, name="order"),
    path("orders/<int:order_id>/edit", change_order, name="change-order"),
    path("orders/<int:order_id>/here", here, name="order-here-action"),
    path("orders/<int:order_id>/<slug:name>", action, name="order-action"),
    path("badges", badges, name="badges-action"),
    path("mine", mine, name="mine"),
    path("fraud", fraud, name="fraud"),
    path("fraud/<int:order_id>/<slug:name>", fraud_action, name="fraud-action"),
    path("columns", keep_columns, name="keep-columns-action"),
    path("views", save_view, name="save-view-action"),
    path("views/<int:view_id>/forget", forget_view, name="forget-view-action"),
    path("scan", scan, name="scan-action"),
    path("bulk/runs/<int:run_id>", bulk_run, name="bulk-run-action"),
    path("bulk/<slug:kind>/<slug:name>", bulk, name="bulk-action"),
    path("holds", holds, name="holds"),
    path("customers", customers, name="customers"),
    path("customers/<int:customer_id>", customer, name="customer"),
    path("customers/<int:customer_id>/<slug:name>", customer_action, name="customer-action"),
    path("exceptions", exceptions, name="exceptions"),
    path("exceptions/<int:exception_id>/<slug:name>", exception_action, name="exception-action"),
    path("fulfillment", board, name="fulfillment"),
    path("fulfillment/<int:fulfillment_order_id>", job, name="fulfillment-order"),
    path("fulfillment/<int:fulfillment_order_id>/<slug:name>", job_action, name="fulfillment-action"),
    path("pick", walks, name="pick"),
    path("pick/<int:pick_batch_id>/list.pdf", pick_list_as_pdf, name="pick-list-pdf"),
    path("pick/<int:pick_batch_id>", walk, name="pick-walk"),
    path("pack", packing, name="pack"),
    path("pack/<int:fulfillment_order_id>", pack, name="pack-order"),
    path("hand-over", hand_over, name="hand-over"),
    path("manifests/<int:manifest_id>.pdf", manifest_pdf, name="manifest-pdf"),
    path("shipments", shipments, name="shipments"),
    path("shipments/<int:shipment_id>", shipment, name="shipment"),
    path("returns/<int:return_id>/slip.pdf", return_slip_as_pdf, name="return-slip-pdf"),
    path("returns/<int:return_id>/label.pdf", return_label_as_pdf, name="return-label-pdf"),
    path("shipments/<int:shipment_id>/label.pdf", label_as_pdf, name="label-pdf"),
    path("shipments/<int:shipment_id>/packing-slip.pdf", slip_as_pdf, name="slip-pdf"),
    path("shipments/<int:shipment_id>/<slug:name>", shipment_action, name="shipment-action"),
    path("returns", returns, name="returns"),
    path("returns/<int:return_id>", one_return, name="return"),
    path("returns/<int:return_id>/<slug:name>", return_action, name="return-action"),
    path("purchasing", purchasing, name="purchasing"),
    path("purchasing/<int:purchase_order_id>", purchase_order, name="purchase-order"),
    path("purchasing/<int:purchase_order_id>/<slug:name>", purchase_order_action, name="purchase-order-action"),
    path(
        "purchasing/<int:purchase_order_id>/invoices/<int:invoice_id>/<slug:name>",
        supplier_invoice_action,
        name="supplier-invoice-action",
    ),
    path("suppliers/<str:code>", supplier, name="supplier"),
    path("suppliers/<str:code>/<slug:name>", supplier_action, name="supplier-action"),
    path("quotes", quotes, name="quotes"),
    path("quotes/<int:quote_id>", quote, name="quote"),
    path("quotes/<int:quote_id>/quote.pdf", quote_as_pdf, name="quote-pdf"),
    path("quotes/<int:quote_id>/<slug:name>", quote_action, name="quote-action"),
    path("insight", insight, name="insight"),
    path("processes", processes, name="processes"),
    path("processes/<slug:process_name>", process, name="process"),
    path("stock", stock, name="stock"),
    path("stock/articles/<slug:name>", article_action, name="article-action"),
    path("stock/do/<slug:name>", stock_action, name="stock-action"),
    path("stock/incoming/<int:incoming_id>/<slug:name>", incoming_action, name="incoming-action"),
    path("stock/transfers/<int:transfer_id>/<slug:name>", transfer_stock_action, name="transfer-stock-action"),
    path("money", money, name="money"),
    path("money/gift-cards", gift_card_list, name="gift-cards"),
    path("refunds/<int:refund_id>/<slug:name>", refund_action, name="refund-action"),
    path("audit", audit_page, name="audit"),
    path("more", more, name="more"),
    path("invoices/<str:number>.pdf", invoice_as_pdf, name="invoice-pdf"),
    path("credit-notes/<str:number>.pdf", credit_note_as_pdf, name="credit-note-pdf"),
    path("invoices/<str:invoice_number>", invoice_page, name="invoice"),
    path("credit-notes/<str:credit_note_number>", credit_note_page, name="credit-note"),
    path("transfers/record", new_transfer_action, name="new-transfer-action"),
    path("transfers/<int:transfer_id>/<slug:name>", transfer_action, name="transfer-action"),
    path("settings", settings, name="settings"),
    path("settings/people", people, name="settings-people"),
    path("settings/keys", keys, name="settings-keys"),
    path("settings/gateways", gateways, name="settings-gateways"),
    path("settings/trail", trail_page, name="settings-trail"),
    path("settings/webhooks", webhooks_page, name="settings-webhooks"),
    path("settings/webhooks/<int:webhook_id>", webhook, name="settings-webhook"),
    path("settings/webhooks/<int:webhook_id>/<slug:name>", webhook_action, name="webhook-action"),
    path("settings/<slug:name>", section, name="settings-section"),
    path("settings/<slug:name>/set", section_action, name="settings-action"),
    *signin_patterns,
]

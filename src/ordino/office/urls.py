"""The addresses of the back office."""

from django.contrib.auth.views import LoginView, LogoutView
from django.urls import path

from ordino.office.documents.views import credit_note_as_pdf, invoice_as_pdf
from ordino.office.holds.views import holds
from ordino.office.home.views import home
from ordino.office.order.actions import action
from ordino.office.order.views import order
from ordino.office.orders.views import orders
from ordino.office.stock.views import stock

urlpatterns = [
    path("", home, name="home"),
    path("orders", orders, name="orders"),
    path("orders/<int:order_id>", order, name="order"),
    path("orders/<int:order_id>/<slug:name>", action, name="order-action"),
    path("holds", holds, name="holds"),
    path("stock", stock, name="stock"),
    path("invoices/<str:number>.pdf", invoice_as_pdf, name="invoice-pdf"),
    path("credit-notes/<str:number>.pdf", credit_note_as_pdf, name="credit-note-pdf"),
    path("login", LoginView.as_view(template_name="signin/page.html"), name="login"),
    path("logout", LogoutView.as_view(), name="logout"),
]

from django.db import migrations

from ordino.engine.guards import guard_tables


class Migration(migrations.Migration):
    dependencies = [("procurement", "0001_initial"), ("engine", "0002_guards")]

    operations = [
        guard_tables(
            "procurement_supplier",
            "procurement_supplier_item",
            "procurement_purchase_order",
            "procurement_line",
            "procurement_receipt",
            "procurement_receipt_line",
            "procurement_supplier_invoice",
            "procurement_supplier_invoice_line",
        )
    ]

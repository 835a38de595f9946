from django.db import migrations

from ordino.engine.guards import guard_tables

DOCUMENT = (
    "id, number, series, sequence, kind, order_id, order_reference, customer_id, merchant_id, currency, prices_include_tax, "
    "payment_terms, language, buyer_name, buyer_vat_id, bill_to, net_minor, tax_minor, total_minor, paid_elsewhere_minor, "
    "issued_at, issued_on"
)
# A trigger on columns fires only where a statement sets one of them: settling a document costs nothing.
KEEP_DOCUMENTS = f"""
create function billing_keep_issued() returns trigger language plpgsql as $$
begin
    raise exception 'issued documents are immutable: issue a credit note instead' using errcode = 'restrict_violation';
end $$;
create trigger billing_issued_is_kept before delete or update of {DOCUMENT}, shipment_id, credit_note_id, ship_to, due_on
    on billing_invoice for each row execute function billing_keep_issued();
create trigger billing_issued_is_kept before delete or update of {DOCUMENT}, return_id, reason
    on billing_credit_note for each row execute function billing_keep_issued();
create trigger billing_issued_is_kept before delete or update on billing_invoice_line
    for each row execute function billing_keep_issued();
create trigger billing_issued_is_kept before delete or update on billing_invoice_tax
    for each row execute function billing_keep_issued();
create trigger billing_issued_is_kept before delete or update on billing_credit_note_line
    for each row execute function billing_keep_issued();
create trigger billing_issued_is_kept before delete or update on billing_credit_note_tax
    for each row execute function billing_keep_issued();
create trigger billing_issued_is_kept before delete or update on billing_allocation
    for each row execute function billing_keep_issued();
create trigger billing_issued_is_kept before delete or update on billing_merchant
    for each row execute function billing_keep_issued();
"""
LET_GO = """
drop trigger billing_issued_is_kept on billing_invoice;
drop trigger billing_issued_is_kept on billing_credit_note;
drop trigger billing_issued_is_kept on billing_invoice_line;
drop trigger billing_issued_is_kept on billing_invoice_tax;
drop trigger billing_issued_is_kept on billing_credit_note_line;
drop trigger billing_issued_is_kept on billing_credit_note_tax;
drop trigger billing_issued_is_kept on billing_allocation;
drop trigger billing_issued_is_kept on billing_merchant;
drop function billing_keep_issued();
"""


class Migration(migrations.Migration):
    dependencies = [("billing", "0001_documents"), ("engine", "0002_guards")]

    operations = [
        guard_tables(
            "billing_invoice",
            "billing_invoice_line",
            "billing_invoice_tax",
            "billing_credit_note",
            "billing_credit_note_line",
            "billing_credit_note_tax",
            "billing_series",
            "billing_receipt",
            "billing_payout",
            "billing_allocation",
            "billing_transfer",
            "billing_transfer_part",
            "billing_merchant",
            "billing_rule",
        ),
        migrations.RunSQL(KEEP_DOCUMENTS, LET_GO),
    ]

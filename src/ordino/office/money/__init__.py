"""Money: invoices, credit notes, payments, refunds to approve, receivables overdue."""

"""Documents as PDF: invoices, credit notes, labels, packing slips."""

"""The states of invoices and credit notes. They are derived from what was paid and set off, by the database itself.

A draft is the preview of *IssueInvoice*: it is never stored, so that no number is drawn for it. What is paid at once passes
through *partially paid* in one step.
"""

from ordino.kernel.lifecycle import Lifecycle, Move

INVOICE = Lifecycle(
    "invoice",
    states=("draft", "issued", "partially_paid", "paid", "credited"),
    initial=("draft",),
    final=("paid", "credited"),
    moves=(
        Move("draft", "IssueInvoice", "issued"),
        Move("issued", "FlagOverdueInvoice", "issued"),
        Move("issued", "RecordReceipt", "partially_paid"),
        Move("issued", "IssueCreditNote", "credited"),
        Move("partially_paid", "FlagOverdueInvoice", "partially_paid"),
        Move("partially_paid", "RecordReceipt", "paid"),
        Move("partially_paid", "IssueCreditNote", "paid"),
    ),
)

CREDIT_NOTE = Lifecycle(
    "credit note",
    states=("draft", "issued", "settled"),
    initial=("draft",),
    final=("settled",),
    moves=(Move("draft", "IssueCreditNote", "issued"), Move("issued", "RecordPayout", "settled")),
)

OPEN_INVOICE = ("issued", "partially_paid")
OPEN_CREDIT_NOTE = ("issued",)

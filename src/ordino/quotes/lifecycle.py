"""The stored states of a revision of a quote. `DraftQuote` and `ReviseQuote` begin one.

A quote whose newest revision was declined or has expired may be revised: that revision stays what it is, a new one begins.
"""

from ordino.kernel.lifecycle import Lifecycle, Move

DRAFT, SENT, ACCEPTED, ORDERED = "draft", "sent", "accepted", "ordered"
DECLINED, EXPIRED, SUPERSEDED = "declined", "expired", "superseded"

QUOTE = Lifecycle(
    "quote",
    states=(DRAFT, SENT, ACCEPTED, ORDERED, DECLINED, EXPIRED, SUPERSEDED),
    initial=(DRAFT,),
    final=(ORDERED, DECLINED, EXPIRED, SUPERSEDED),
    moves=(
        Move(DRAFT, "SendQuote", SENT),
        Move(DRAFT, "ReviseQuote", SUPERSEDED),
        Move(SENT, "AcceptQuote", ACCEPTED),
        Move(SENT, "DeclineQuote", DECLINED),
        Move(SENT, "ExpireQuote", EXPIRED),
        Move(SENT, "ReviseQuote", SUPERSEDED),
        Move(ACCEPTED, "OrderQuote", ORDERED),
        Move(DECLINED, "ReviseQuote", DECLINED),
        Move(EXPIRED, "ReviseQuote", EXPIRED),
    ),
)
LIVE_STATES = (DRAFT, SENT, ACCEPTED, ORDERED)

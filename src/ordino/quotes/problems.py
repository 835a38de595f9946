"""What quotes may refuse."""

from datetime import datetime

from ordino.kernel.money import major_text
from ordino.kernel.problems import Problem


class QuoteNoLongerValid(Problem, frozen=True, kw_only=True):
    """The revision's time is over, whether or not it was put away already."""

    title = "No longer valid"
    quote_id: int
    revision: int
    expired_at: datetime

    def detail(self) -> str:
        return (
            f"Revision {self.revision} of quote {self.quote_id} was valid until {self.expired_at:%Y-%m-%d %H:%M} UTC; "
            "revise the quote to offer it again."
        )


class QuoteStillValid(Problem, frozen=True, kw_only=True):
    title = "Still valid"
    quote_id: int
    revision: int
    expires_at: datetime

    def detail(self) -> str:
        return (
            f"Revision {self.revision} of quote {self.quote_id} may be accepted until {self.expires_at:%Y-%m-%d %H:%M} UTC; "
            "decline or revise it if it must end."
        )


class NotAsQuoted(Problem, frozen=True, kw_only=True):
    """The order would come to another total than the customer has accepted."""

    title = "Not as quoted"
    quote_id: int
    revision: int
    quoted_minor: int
    quoted_currency: str
    found_minor: int
    found_currency: str

    def detail(self) -> str:
        quoted = f"{major_text(self.quoted_minor, self.quoted_currency)} {self.quoted_currency}"
        found = f"{major_text(self.found_minor, self.found_currency)} {self.found_currency}"
        return (
            f"Revision {self.revision} of quote {self.quote_id} comes to {quoted}, its order would come to {found}; "
            "revise the quote."
        )

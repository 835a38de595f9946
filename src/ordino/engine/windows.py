"""Lists that are ordered by key, read piece by piece from either end."""

from datetime import datetime

from ordino.kernel.ids import LARGEST_KEY
from ordino.kernel.messages import Record


class Window(Record, frozen=True):
    """A piece of a list: at most `limit` rows, the newest first or the oldest, that follow the row with the key `after_id`;
    without one, from where the list begins.

    `since` and `before` (not included) bound when a row came to be, in lists of what keeps that moment.
    """

    limit: int = 50
    after_id: int | None = None
    oldest_first: bool = False
    since: datetime | None = None
    before: datetime | None = None

    @property
    def before_id(self) -> int:
        """The bound of the statement: keys below it are read, or above it where the oldest come first."""
        if self.after_id is not None:
            return self.after_id
        return 0 if self.oldest_first else LARGEST_KEY


NEWEST = Window()

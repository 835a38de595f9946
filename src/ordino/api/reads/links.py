"""Until when signed links hold."""

from datetime import datetime, timedelta

_LINK_LIVES = timedelta(hours=1)


def link_ends_at(now: datetime) -> datetime:
    """The same for a whole hour, one to two hours from now, so that what is shown with a link keeps its ETag."""
    return now.replace(minute=0, second=0, microsecond=0) + 2 * _LINK_LIVES

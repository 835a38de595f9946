"""A journal restored from another server: its transaction ids mean nothing here and must lie in the past.

Followers read below the oldest running transaction. Ids of another server may be higher than any of this one's, and its
events would wait for years. All become the past; each follower goes on before the first event it has not been given.
"""

from ordino.engine.reader import Connection, Reader
from ordino.engine.statements import Statements

SQL = Statements("ordino.engine")


def adopt_journal(connection: Connection) -> None:
    """Make a restored journal this server's own, in one transaction. A follower may be given some events again."""
    with connection.transaction():
        connection.execute("alter table engine_event disable trigger append_only")
        reader = Reader(connection)
        reader.fetch_values(SQL.rewind_followers)
        reader.fetch_values(SQL.age_events)
        connection.execute("alter table engine_event enable trigger append_only")

"""How fast Ordino is, beside what the database itself does with the same rows in the same run. Behind `ordino bench`.

Every benchmark works in a scratch server of its own and answers `Figure`s; none of them touches the user's data. Times are
integers of nanoseconds or microseconds.
"""

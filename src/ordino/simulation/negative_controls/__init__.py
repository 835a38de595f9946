"""Negative controls: a product broken on purpose, so that it is known that the auditor would see it.

Each variant replaces a named function, alters a named statement, silences a named flow or drops a named constraint, in a scratch
database and only while it runs. Nothing of the product knows of it.
"""

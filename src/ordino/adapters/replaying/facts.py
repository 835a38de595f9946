"""The SQL of replaying: what waits for which station. All of it reads; writing is done by commands."""

from ordino.engine import Statements

SQL = Statements("ordino.adapters.replaying")

"""The statements of delivery, for its handlers and queries."""

from ordino.engine import Statements

SQL = Statements("ordino.delivery")

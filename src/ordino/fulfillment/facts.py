"""The statements of fulfillment."""

from ordino.engine import Statements

SQL = Statements("ordino.fulfillment")

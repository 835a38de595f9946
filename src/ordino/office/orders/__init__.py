"""The list of orders: views by stage, search by anything a person has in hand, keyset pages."""

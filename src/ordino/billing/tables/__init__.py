"""The definitions of the tables, which `models` brings together."""

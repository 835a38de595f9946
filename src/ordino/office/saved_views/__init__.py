"""Saved views: a list with its filters under a name, personal or shared."""

"""Costs of sourcing that other packages offer."""

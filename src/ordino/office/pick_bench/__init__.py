"""Picking: the walks of a location, and one walk stop by stop."""

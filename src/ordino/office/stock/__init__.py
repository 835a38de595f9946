"""Levels by SKU and location, and the movements of one SKU."""

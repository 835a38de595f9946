"""Where goods are and how they travel: locations and their calendars, carriers and rate tables, tax rates, channels.

Owns no stock levels (inventory) and no choice of a location (sourcing).
"""

"""Hand-over: labeled parcels leave with their carrier, listed on a manifest."""

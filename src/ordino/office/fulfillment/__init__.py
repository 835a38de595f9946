"""The warehouse: what waits at each location, one fulfillment order with its walk, pick, pack and ship."""

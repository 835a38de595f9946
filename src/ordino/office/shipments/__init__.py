"""Shipments: on the way, late, failed; one shipment with its way and its proof."""

"""Packing: what is picked and waits, and one fulfillment order scanned into its boxes."""

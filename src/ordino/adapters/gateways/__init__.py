"""Gateways that move money. Each module registers its own when it is imported; others come as plug-ins."""

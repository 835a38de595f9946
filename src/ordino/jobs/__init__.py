"""Long work in the background: imports and exports, their files, and how far they are.

Owns jobs. Does not own what they do: importers and exporters are adapters, and a worker brings both together.
"""

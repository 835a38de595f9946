"""The HTTP API: builds commands from requests and shows results or problems; reads come from the contexts' queries.

Routes, schemas and the OpenAPI document are made from the engine's registry: a command that has a handler has a route.
"""

"""Columns that the database derives."""

from typing import Any

from django.db import models


def generated(expression: Any, output_field: "models.Field[Any, Any]") -> Any:
    """A stored column that is a function of its row."""
    return models.GeneratedField(expression=expression, output_field=output_field, db_persist=True)

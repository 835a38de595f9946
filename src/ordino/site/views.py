"""The health check."""

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

import ordino


@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """200 where the database answers and every migration is applied, else 503 with what is wrong."""
    try:
        executor = MigrationExecutor(connection)
        waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    except DatabaseError:
        return JsonResponse({"status": "unavailable", "database": "unreachable"}, status=503)
    status = "waiting" if waiting else "ok"
    answer = {"status": status, "database": "reachable", "migrations_waiting": waiting, "version": ordino.__version__}
    return JsonResponse(answer, status=503 if waiting else 200)

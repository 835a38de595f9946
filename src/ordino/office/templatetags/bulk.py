"""What templates say of actions on many rows."""

from django import template
from django.template import Context

from ordino.office.bulk.runs import action_of, unfinished

register = template.Library()


@register.inclusion_tag("bulk/left.html", takes_context=True)
def left_undone(context: Context) -> dict[str, object]:
    """What somebody began to do with many rows of this list and left."""
    request = context["request"]
    runs = unfinished(request.user, request.resolver_match.url_name)
    return {"runs": [(run.id, action_of(run).word, len(run.results), len(run.keys)) for run in runs]}

"""Everything in one process: `/api` is answered by the API, the rest by Django."""

from ordino.site.api import application as api
from ordino.site.bridge import WsgiBridge
from ordino.site.dispatch import dispatch
from ordino.site.wsgi import application as django

application = dispatch(api, WsgiBridge(django))

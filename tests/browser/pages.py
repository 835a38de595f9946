"""Every page there is, from the table of addresses itself, so that a new one cannot be forgotten."""

from typing import NamedTuple

from django.urls import URLPattern, reverse

from tests.browser.world import Day

# What is no page: drawers are opened on their page, documents are PDFs, and leaving is a POST.
NO_PAGES = ("-action", "-pdf")
# Signing in has tests of its own (test_signing_in.py), which look at its pages as they come up.
SIGNING_IN = ("account", "mfa_", "socialaccount_", "openid_", "usersessions_")
# A page that shows different things under one address.
VIEWS = ("/settings/locations", "/settings/returns",
         "/orders?stage=all", "/orders?q=nobody", "/stock?sku=GRINDER", "/shipments?tab=late", "/money?tab=overdue",
         "/money?tab=credit-notes", "/money?tab=payments", "/money?tab=refunds", "/money?tab=transfers",
         "/purchasing?tab=invoices", "/purchasing?tab=suppliers", "/quotes?tab=all")  # fmt: skip


class Pages(NamedTuple):
    """The addresses of all pages, and the parameters of which no example is known."""

    addresses: list[str]
    unknown: list[str]


def all_pages(day: Day) -> Pages:
    """Addresses with the day's numbers as parameters. Without an example in `Day` a page is unknown."""
    from ordino.office.urls import urlpatterns  # noqa: PLC0415 - needs django.setup()

    examples, addresses, unknown = day._asdict(), [], []
    for pattern in urlpatterns:
        assert isinstance(pattern, URLPattern)
        name = pattern.name or ""
        if name.endswith(NO_PAGES) or name.startswith(SIGNING_IN):
            continue
        parameters = list(pattern.pattern.converters)
        missing = [parameter for parameter in parameters if parameter not in examples]
        if missing:
            unknown.append(f"{name}: {', '.join(missing)}")
        else:
            addresses.append(reverse(name, kwargs={parameter: examples[parameter] for parameter in parameters}))
    return Pages([*addresses, *VIEWS], unknown)

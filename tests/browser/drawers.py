"""The drawers of a page: opened one after the other by their own buttons, without loading the page again."""

from collections.abc import Iterator

from playwright.sync_api import Page

from tests.tooling.pictures import OPENERS, kind_of


def unseen_drawers(page: Page, seen: set[str]) -> Iterator[str]:
    """Each drawer of a kind that was not seen before, while it is open; it is closed again by Escape."""
    for opener in page.evaluate(OPENERS):
        kind = kind_of(opener)
        if kind in seen:
            continue
        seen.add(kind)
        with page.expect_response(lambda answer, opener=opener: answer.url.endswith(opener)) as answer:  # type: ignore[misc]
            page.evaluate('opener => document.querySelector(`[hx-get="${opener}"]`).click()', opener)
        assert answer.value.status == 200, opener
        page.locator("#drawer [role=dialog]").wait_for()
        yield kind
        page.keyboard.press("Escape")
        page.locator("#drawer [role=dialog]").wait_for(state="detached")

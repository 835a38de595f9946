"""What a page weighs on the wire: compressed, with heads and everything it fetches, as the browser itself counts it."""

from playwright.sync_api import Page


class Wire:
    """The bytes that came over the wire for a page since it was last asked."""

    def __init__(self, page: Page) -> None:
        self._bytes = 0
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.loadingFinished", self._count)

    def take_bytes(self) -> int:
        """How many came, which are counted anew from here on."""
        counted, self._bytes = self._bytes, 0
        return counted

    def _count(self, finished: dict[str, float]) -> None:
        self._bytes += int(finished["encodedDataLength"])

"""What axe-core finds on a page, in words."""

import json

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

# WCAG 2.0 to 2.2, levels A and AA, and good practice.
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOR = ["color-contrast", "link-in-text-block"]


def findings(page: Page, theme: str, run_only: dict[str, object], within: str = "html") -> list[str]:
    """One line for each finding of these rules, in this part of the page as it stands."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    options = json.dumps({"resultTypes": ["violations"], "runOnly": run_only})
    found = page.evaluate(f"axe.run({within!r}, {options}).then(results => results.violations)")
    return [
        f"{page.url} {theme}: {rule['id']} at {', '.join(str(node['target']) for node in rule['nodes'][:4])}: "
        f"{rule['nodes'][0]['failureSummary']}"
        for rule in found
    ]


def findings_in_both_themes(page: Page, within: str = "html") -> list[str]:
    """All rules in light, then those of color in dark, since a theme changes nothing but colors."""
    found = findings(page, _shown_in(page, "light"), {"type": "tag", "values": WCAG}, within)
    return found + findings(page, _shown_in(page, "dark"), {"type": "rule", "values": COLOR}, within)


def _shown_in(page: Page, theme: str) -> str:
    page.evaluate(f"document.documentElement.dataset.bsTheme = '{theme}'")
    return theme

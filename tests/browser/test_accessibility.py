"""WCAG 2.2 AA as far as axe-core can tell, on every page, in both themes; and nothing the policy of the page refuses."""

from playwright.sync_api import ViewportSize

from tests.browser.accessibility import findings_in_both_themes
from tests.browser.conftest import Person
from tests.browser.pages import all_pages
from tests.browser.world import a_day
from tests.returns.world import Returns

PHONE: ViewportSize = {"width": 390, "height": 844}
DESK: ViewportSize = {"width": 1440, "height": 900}


def test_every_page_passes_axe_in_both_themes_and_fits_a_phone(shop: Returns, person: Person) -> None:
    pages = all_pages(a_day(shop))
    assert pages.unknown == [], "name an example in tests/browser/world.py, Day"
    browser = person("owner")

    found, too_wide = [], []
    for address in pages.addresses:
        answer = browser.goto(address)
        assert answer is not None
        assert answer.status == 200, address
        found += findings_in_both_themes(browser)
        browser.set_viewport_size(PHONE)
        if browser.evaluate("document.documentElement.scrollWidth") > PHONE["width"]:
            too_wide.append(address)
        browser.set_viewport_size(DESK)

    assert "\n".join(found) == ""
    assert too_wide == []


def test_axe_finds_nothing_on_the_form_of_an_action(shop: Returns, person: Person) -> None:
    day = a_day(shop)
    browser = person("owner", at=f"/returns/{day.return_id}")

    browser.get_by_role("button", name="Refund…").click()
    browser.get_by_text("What will be booked").wait_for()

    assert "\n".join(findings_in_both_themes(browser)) == ""


def test_axe_finds_nothing_where_somebody_signs_in(person: Person) -> None:
    assert "\n".join(findings_in_both_themes(person(at="/login"))) == ""

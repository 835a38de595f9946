"""Settings: each section shows what is set and sets it by its command; people and keys are let in here."""

import re
from decimal import Decimal
from html import unescape

import pytest

from ordino.access.queries import grant_of, people
from ordino.access.secret import hash_of
from ordino.catalog.commands import PriceEntry, SetPrices
from ordino.fraud.commands import SetFraudRules
from ordino.fraud.rows import International, ManyUnits
from ordino.office.roles import ROLES
from tests.office.conftest import SignIn
from tests.office.test_access import text_of
from tests.support.merchant import Merchant, line

FORMS = {
    "channels": {
        "code": "market", "name": "Market", "currency": "EUR", "prices_include_tax": "no", "tax_rounding": "line",
        "out_of_stock": "refuse", "stock_buffer": "2", "payment_minutes": "", "time_zone": "Europe/Berlin",
    },
    "locations": {
        "code": "BER", "country": "DE", "time_zone": "Europe/Berlin", "cutoff": "14:30", "working_days": "1, 2, 3",
        "latitude": "52.52", "longitude": "13.405", "holidays": "2027-08-02, 2027-08-03", "holiday_years": "2026",
        "handling_days": "1", "daily_capacity_orders": "40", "priority": "5",
        "release": "automatic", "fulfills": "yes", "active": "yes",
    },
    "carriers": {
        "code": "POST", "name": "Post", "active": "yes", "service": "PARCEL", "from_country": "GB", "to_country": "DE",
        "max_weight_grams": "5000", "amount_minor": "1250", "currency": "GBP", "transit_days": "3",
    },
    "taxes": {"country": "DE", "category": "standard", "rate": "19", "valid_from": "2021-01-01", "valid_to": ""},
    "sourcing": {"channel": "", "max_parcels": "2", "extra_parcel_cost_minor": "450", "default_transit_days": "4",
                 "cost-distance": "3", "cost-capacity": "0"},
    "returns": {
        "channel": "shop", "window_days": "14", "expected_days": "21", "restocking_fee_percent": "2.5",
        "shipping_paid_by": "merchant", "refund_shipping": "yes", "refund_to": "store_credit",
        "approve_automatically": "no", "needs_inspection": "yes",
        "not_returnable_skus": "", "not_returnable_categories": "food, gifts",
    },
    "refunds": {"channel": "shop", "approve_refunds_above_minor": "5000"},
    "fraud": {
        "channel": "shop", "hold_at": "40", "rules": '[{"kind":"free_mail","points":5,"limits":[],"domains":["x.example"]}]',
        "order_value_points": "25", "order_value_limits": "GBP 450, EUR 500.50", "first_order_points": "0",
        "free_mail_points": "15", "free_mail_limits": "GBP 100",
        "velocity_email_points": "30", "velocity_email_orders": "3", "velocity_email_window_minutes": "60",
    },
    "merchant": {
        "name": "Tea Ltd", "street": "1 Mill Lane", "city": "London", "country": "GB", "vat_id": "GB1", "language": "en",
        "time_zone": "Europe/London", "invoice_prefix": "T", "credit_note_prefix": "TC",
    },
    "invoicing": {"channel": "shop", "invoice_per": "order"},
    "boxes": {
        "code": "S", "length_mm": "300", "width_mm": "200", "height_mm": "100", "maximum_weight_grams": "5000",
        "tare_weight_grams": "120", "active": "yes",
    },
    "notifications": {
        "channel": "shop", "enabled": "yes", "sender": "shop@example.org", "sender_name": "Tea", "language": "de",
    },
    "messages": {"occasion": "refund", "language": "de", "subject": "Geld zu {order}", "text": "Guten Tag,\n\n{amount} ist da."},
}  # fmt: skip
KEPT = {
    "channels": ("select currency, prices_include_tax, stock_buffer, payment_minutes from network_channel where code = 'market'",
                 [("EUR", False, 2, None)]),
    "locations": ("select cutoff::text, working_days, release, latitude::text, daily_capacity_orders, (select count(*) filter "
                  "(where day between '2027-08-02' and '2027-08-03') from network_holiday), (select count(*) > 7 from "
                  "network_holiday) from network_location where code = 'BER'",
                  [("14:30:00", [1, 2, 3], "automatic", "52.520000", 40, 2, True)]),
    "carriers": ("select c.code, s.code, r.amount_minor from network_rate r join network_service s on s.id = r.service_id "
                 "join network_carrier c on c.id = s.carrier_id", [("POST", "PARCEL", 1250)]),
    "taxes": ("select country, rate::text, valid_to from network_tax_rate", [("DE", "19.000000", None)]),
    "sourcing": ("select channel_id, max_parcels, extra_parcel_cost_minor, default_transit_days, costs "
                 "from sourcing_rule", [(None, 2, 450, 4, [{"name": "distance", "amount_minor": 3}])]),
    "returns": ("select window_days, restocking_fee_percent::text, refund_shipping, not_returnable_categories from returns_policy",
                [(14, "2.500000", True, ["food", "gifts"])]),
    "refunds": ("select approve_refunds_above_minor from payments_policy", [(5000,)]),
    "fraud": (
        "select p.hold_at, r.kind, r.points, (select string_agg(concat_ws(' ', v ->> 'currency', v ->> 'amount_minor'), ', ') "
        "from jsonb_array_elements(r.definition -> 'limits') v) from fraud_rule r join fraud_policy p "
        "on p.id = r.policy_id order by r.position",
        [(40, "order_value", 25, 'GBP 45000, EUR 50050'), (40, "free_mail", 15, 'GBP 10000'),
         (40, "velocity", 30, None)],
    ),
    "merchant": ("select name, address ->> 'city', time_zone, invoice_prefix from billing_merchant",
                 [("Tea Ltd", "London", "Europe/London", "T")]),
    "invoicing": ("select invoice_per from billing_rule", [("order",)]),
    "boxes": ("select code, length_mm, tare_weight_grams, active from fulfillment_box", [("S", 300, 120, True)]),
    "notifications": ("select enabled, sender, language from notifications_channel", [(True, "shop@example.org", "de")]),
    "messages": ("select occasion, language, subject, text from notifications_template",
                 [("refund", "de", "Geld zu {order}", "Guten Tag,\n\n{amount} ist da.")]),
}  # fmt: skip
MAY = {
    "owner": set(FORMS),
    "order manager": set(FORMS) - {"channels", "locations", "carriers", "taxes"},
    "finance": {"refunds", "merchant", "invoicing"},
}


@pytest.mark.parametrize("name", FORMS)
def test_a_section_is_previewed_kept_shown_and_changed(sign_in: SignIn, merchant: Merchant, name: str) -> None:
    browser, address = sign_in("owner"), f"/settings/{name}/set"
    query, kept = KEPT[name]
    before = merchant.rows(query)

    preview = text_of(browser.post(address, {**FORMS[name], "preview": "1"}))
    untouched = merchant.rows(query)
    done = browser.post(address, FORMS[name])
    page = text_of(browser.get(f"/settings/{name}"))
    (key,) = re.findall(r"hx-get=\"(/settings/[a-z]+/set\?key=[^\"]+)\"", page)[-1:]
    form = text_of(browser.get(key))

    assert "What will be booked" in preview
    assert 'role="alert"' not in preview
    assert untouched == before
    assert done["HX-Redirect"] == f"/settings/{name}"
    assert merchant.rows(query) == kept
    assert form.count("<label") == text_of(browser.get(address)).count("<label")


@pytest.mark.parametrize("name", FORMS)
def test_what_cannot_be_read_is_refused_in_place_and_stays(sign_in: SignIn, merchant: Merchant, name: str) -> None:
    numbers = {"channels": "stock_buffer", "locations": "priority", "carriers": "amount_minor", "taxes": "rate",
               "sourcing": "max_parcels", "returns": "expected_days", "refunds": "approve_refunds_above_minor",
               "fraud": "free_mail_limits", "merchant": "time_zone", "invoicing": "channel", "boxes": "length_mm",
               "notifications": "sender", "messages": "language"}  # fmt: skip
    shown = text_of(sign_in("owner").post(f"/settings/{name}/set", {**FORMS[name], numbers[name]: "many"}))

    assert 'role="alert"' in shown
    assert 'value="many"' in shown


@pytest.mark.parametrize("role", ROLES)
def test_each_role_opens_and_sets_its_own_sections_only(sign_in: SignIn, merchant: Merchant, role: str) -> None:
    browser, may = sign_in(role), MAY.get(role, set())

    opened = {name for name in FORMS if browser.get(f"/settings/{name}").status_code == 200}
    answers = {name: browser.post(f"/settings/{name}/set", FORMS[name]).status_code for name in FORMS}
    overview = browser.get("/settings")

    assert opened == may
    assert {name for name, status in answers.items() if status == 200} == may
    assert overview.status_code == (200 if may else 403)
    assert {name for name in FORMS if f"/settings/{name}" in text_of(overview)} == may


def test_closed_days_and_coordinates_are_shown_and_taken_back(sign_in: SignIn, merchant: Merchant) -> None:
    browser, address = sign_in("owner"), "/settings/locations/set"
    browser.post(address, {**FORMS["locations"], "holiday_years": ""})
    cells = text_of(browser.get("/settings/locations"))
    form = text_of(browser.get(f"{address}?key=BER"))
    half = text_of(browser.post(address, {**FORMS["locations"], "longitude": ""}))
    browser.post(address, {**FORMS["locations"], "latitude": "", "longitude": "", "holidays": "", "holiday_years": ""})

    assert "52.52, 13.405" in cells
    assert "Mon, Tue, Wed; closed days to come: 2" in cells
    assert "2027-08-02, 2027-08-03</textarea>" in form
    assert "give both latitude and longitude, or neither." in half
    query = "select latitude, (select count(*) from network_holiday) from network_location where code = 'BER'"
    assert merchant.rows(query) == [(None, 0)]


def test_sourcing_rules_explain_how_a_sample_order_would_be_sourced_and_change_only_the_next(
    sign_in: SignIn, merchant: Merchant
) -> None:
    merchant.stock("A", 5)
    merchant.stock("A", 5, location="BER")
    sample = merchant.place(line("A", 2, "10.00"))
    browser, address = sign_in("owner"), "/settings/sourcing/set"
    form = {"channel": "", "max_parcels": "2", "from-LON": "300", "from-BER": "120"}

    preview = text_of(browser.post(address, {**form, "sample_order_id": str(sample), "preview": "1"}))
    untouched = merchant.rows("select count(*) from sourcing_rule")
    nothing = text_of(browser.post(address, {**form, "sample_order_id": "1", "preview": "1"}))
    browser.post(address, {**form, "sample_order_id": str(sample)})
    following = merchant.place(line("A", 2, "10.00"))

    assert re.search(r"<td>BER</td><td><span[^>]*>chosen, clear winner: 120 \(location 120\)<", preview)
    assert untouched == [(0,)]
    assert "take one that has not left" in nothing
    query = (
        "select l.code from inventory_allocation a join network_location l on l.id = a.location_id where order_id = "
    )
    assert merchant.rows(f"{query}{sample}") == [("LON",)]
    assert merchant.rows(f"{query}{following}") == [("BER",)]


def test_words_of_messages_are_shown_with_an_order_before_they_are_kept(sign_in: SignIn, merchant: Merchant) -> None:
    merchant.stock("A", 5)
    order_id = merchant.place(line("A", 2, "10.00", description="Tea <b>"))
    browser, address = sign_in("owner"), "/settings/messages/set"
    form = {"occasion": "confirmation", "language": "en", "sample_order_id": str(order_id), "preview": "1"}
    own = {"subject": "Order {order}", "text": "<i>Thank you</i>\n{items}"}

    built_in = text_of(browser.post(address, {**form, "subject": "", "text": ""}))
    shown = text_of(browser.post(address, {**form, **own}))
    unknown = text_of(browser.post(address, {**form, **own, "text": "{tracking}"}))
    broken = text_of(browser.post(address, {**form, **own, "text": "a } b"}))
    half = text_of(browser.post(address, {**form, "subject": "Only this", "text": ""}))

    assert f"Your order {order_id} at" in built_in
    assert f'<div class="w">Order {order_id}</div>' in shown
    assert "&lt;i&gt;Thank you&lt;/i&gt;<br>2 × Tea &lt;b&gt; (A)" in shown
    assert "there is no placeholder &#x27;tracking&#x27; here; there are order, customer, shop" in unknown
    assert "a brace stands alone" in broken
    assert "leave both empty" in half
    assert merchant.rows("select * from notifications_template") == []


def test_a_channel_takes_the_prices_of_a_list_by_its_code(sign_in: SignIn, merchant: Merchant) -> None:
    merchant.stock("A", 5)
    price = PriceEntry(sku="A", unit_price=Decimal("12.50"))
    merchant.completed(SetPrices(price_list="TRADE", currency="EUR", includes_tax=False, prices=(price,)))
    browser, address = sign_in("owner"), "/settings/channels/set"

    unknown = text_of(browser.post(address, {**FORMS["channels"], "price_list": "NONE"}))
    browser.post(address, {**FORMS["channels"], "price_list": "TRADE", "channel_kind": "marketplace"})
    kept = merchant.rows(
        "select c.kind, l.code from network_channel c join catalog_price_list l on l.id = c.price_list_id"
    )
    form = text_of(browser.get(f"{address}?key=market"))
    browser.post(address, {**FORMS["channels"], "price_list": ""})

    assert "There is no price list NONE." in unknown
    assert kept == [("marketplace", "TRADE")]
    assert 'name="price_list" value="TRADE" list="for-price_list"' in form
    assert merchant.rows("select price_list_id from network_channel where code = 'market'") == [(None,)]


def test_what_the_form_of_fraud_rules_does_not_ask_stays(sign_in: SignIn, merchant: Merchant) -> None:
    twice = (ManyUnits(points=5, units=10), ManyUnits(points=9, units=50), International(points=3, home_country="DE"))
    merchant.completed(SetFraudRules(channel="shop", hold_at=10, rules=twice))
    browser = sign_in("owner")
    shown = text_of(browser.get("/settings/fraud/set?key=shop"))
    typed = dict(re.findall(r'<input [^>]*name="([a-z_]+)"[^>]* value="([^"]*)"', shown))
    typed |= {"rules": unescape(typed["rules"]), "many_units_units": "12"}

    browser.post("/settings/fraud/set?key=shop", typed)

    assert [row[0] for row in merchant.rows("select definition from fraud_rule order by position")] == [
        {"kind": "international", "points": 3, "home_country": "DE"},
        {"kind": "many_units", "points": 5, "units": 12},
        {"kind": "many_units", "points": 9, "units": 50},
    ]


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("address", ["/settings/people", "/settings/keys"])
def test_only_owners_let_others_in(sign_in: SignIn, merchant: Merchant, role: str, address: str) -> None:
    browser = sign_in(role)
    form = {"do": "issue", "name": "eve", "scope": "orders:read", "role": "owner", "active": "yes"}

    statuses = {browser.get(address).status_code, browser.post(address, form).status_code}

    assert statuses == {200 if role == "owner" else 403}
    ((keys, logins),) = merchant.rows(
        "select (select count(*) from access_api_key), (select count(*) from auth_user where username = 'eve')"
    )
    assert keys + logins == (1 if role == "owner" else 0)


def test_a_key_is_shown_once_and_revoked(sign_in: SignIn, merchant: Merchant) -> None:
    browser = sign_in("owner")
    form = {"do": "issue", "name": "webshop", "scope": ["orders:read", "orders:write"], "days": "30"}

    issued = text_of(browser.post("/settings/keys", form))
    (secret,) = re.findall(r"value=\"(ordino_[^\"]+)\"", issued)
    again = text_of(browser.get("/settings/keys"))
    taken = text_of(browser.post("/settings/keys", form))
    with merchant.engine.reader() as reader:
        grant = grant_of(reader, hash_of(secret), now=merchant.engine.clock())
    assert grant is not None
    browser.post("/settings/keys", {"do": "revoke", "key": str(grant.key_id)})

    assert grant.scopes == ["orders:read", "orders:write"]
    assert secret not in again
    assert "webshop" in again
    assert "Name of a key is taken" in taken
    with merchant.engine.reader() as reader:
        assert grant_of(reader, hash_of(secret), now=merchant.engine.clock()) is None


def test_somebody_is_let_in_with_a_password_that_works(sign_in: SignIn, merchant: Merchant) -> None:
    browser = sign_in("owner")
    form = {
        "name": "ada",
        "email": "ada@example.com",
        "role": ["finance", "wizard"],
        "active": "yes",
        "password": "new",
    }

    shown = text_of(browser.post("/settings/people", form))
    (password,) = re.findall(r"<input class=\"form-control n\" readonly value=\"([^\"]+)\"", shown)
    stranger = sign_in()
    stranger.post("/login", {"login": "ada", "password": password})

    assert stranger.get("/money").status_code == 200
    with merchant.engine.reader() as reader:
        rows = {row.name: (row.email, row.roles) for row in people(reader)}
    assert rows["ada"] == ("ada@example.com", ["finance"])
    browser.post("/settings/people", {"name": "ada", "role": "finance"})
    assert stranger.get("/money").status_code == 302


def test_the_audit_trail_says_who_did_what(sign_in: SignIn, merchant: Merchant) -> None:
    merchant.stock("A", 5)
    merchant.place(line("A", 2, "10.00"))
    browser = sign_in("analyst")

    everything = text_of(browser.get("/settings/trail"))
    placed = text_of(browser.get("/settings/trail?kind=PlaceOrder"))

    assert "receive stock" in everything
    assert "place order" in placed
    assert "receive stock" not in placed
    assert sign_in("warehouse").get("/settings/trail").status_code == 403

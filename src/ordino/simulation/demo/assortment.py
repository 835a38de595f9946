"""What the demo merchant sells, from where, to whom. All of it is made up."""

from datetime import date, time
from decimal import Decimal

from ordino.billing.commands import SetMerchant
from ordino.catalog.commands import Component, PriceEntry, RegisterSku, SetPrices
from ordino.fraud.commands import SetFraudRules
from ordino.fulfillment.commands import AssignBin, RegisterBox
from ordino.kernel.messages import Record
from ordino.network.commands import (
    RateEntry,
    RegisterCarrier,
    RegisterChannel,
    RegisterLocation,
    ServiceEntry,
    SetTaxRates,
    TaxRateEntry,
)
from ordino.orders.rows import PostalAddress
from ordino.returns.commands import SetReturnPolicy
from ordino.sourcing.commands import SetSourcingRules


class Article(Record, frozen=True):
    """A SKU with its price in EUR with German tax, its weight, and how much of it is sold (a share of all demand)."""

    code: str
    name: str
    price: Decimal
    weight_grams: int
    popularity: int
    tax_category: str = "standard"


_GOODS = (
    ("GRIND", "Coffee grinder", "89.00", 1400, 9, ("black", "steel", "red")),
    ("KETTLE", "Gooseneck kettle", "64.90", 1100, 7, ("black", "white")),
    ("DRIP", "Coffee dripper", "19.90", 350, 12, ("one cup", "two cups")),
    ("FILTER", "Paper filters, 100", "5.90", 120, 20, ("small", "large")),
    ("MUG", "Stoneware mug", "14.50", 380, 16, ("sand", "slate", "moss", "sky")),
    ("BOARD", "Oak board", "39.00", 1800, 6, ("small", "large")),
    ("KNIFE", "Chef's knife", "79.00", 260, 6, ("18 cm", "21 cm")),
    ("PAN", "Iron pan", "54.00", 2300, 8, ("24 cm", "28 cm")),
    ("APRON", "Linen apron", "34.00", 300, 5, ("sand", "indigo")),
    ("SCALE", "Kitchen scale", "29.90", 450, 7, ("white", "black")),
    ("TOWEL", "Tea towel", "9.90", 90, 14, ("striped", "checked", "plain")),
    ("JAR", "Storage jar", "12.90", 520, 11, ("0.5 l", "1 l", "2 l")),
)
_BEANS = (
    ("ESPRESSO", "Espresso roast, 1 kg", "27.90"),
    ("FILTERROAST", "Filter roast, 1 kg", "25.90"),
    ("DECAF", "Decaf, 1 kg", "29.90"),
)

ARTICLES = (
    *(
        Article(f"{stem}-{number}", f"{name}, {variant}", Decimal(price), weight, popularity)
        for stem, name, price, weight, popularity, variants in _GOODS
        for number, variant in enumerate(variants, 1)
    ),
    *(Article(code, name, Decimal(price), 1000, 15, "reduced") for code, name, price in _BEANS),
)
STARTER_SET = "STARTER-SET"

CHANNELS = (
    RegisterChannel(
        code="web", name="Web shop", channel_kind="shop", currency="EUR", prices_include_tax=True, payment_minutes=2880
    ),
    RegisterChannel(code="phone", name="Telephone", channel_kind="phone", currency="EUR", prices_include_tax=True),
    RegisterChannel(
        code="market",
        name="Marketplace",
        channel_kind="marketplace",
        currency="EUR",
        prices_include_tax=True,
        stock_buffer=2,
    ),
    RegisterChannel(code="uk", name="British web shop", channel_kind="shop", currency="GBP", prices_include_tax=True),
    RegisterChannel(code="trade", name="Trade", channel_kind="b2b", currency="EUR", prices_include_tax=False),
)

LOCATIONS = (
    RegisterLocation(
        code="BER",
        name="Berlin warehouse",
        country="DE",
        postal_code="12435",
        city="Berlin",
        latitude=Decimal("52.4893"),
        longitude=Decimal("13.4606"),
        time_zone="Europe/Berlin",
        cutoff=time(15, 0),
        working_days=(1, 2, 3, 4, 5, 6),
        priority=10,
    ),
    RegisterLocation(
        code="LYS",
        name="Lyon warehouse",
        country="FR",
        postal_code="69007",
        city="Lyon",
        latitude=Decimal("45.7310"),
        longitude=Decimal("4.8370"),
        time_zone="Europe/Paris",
        cutoff=time(14, 0),
        working_days=(1, 2, 3, 4, 5),
        priority=20,
    ),
    RegisterLocation(
        code="STORE",
        name="Shop in Munich",
        location_kind="store",
        country="DE",
        postal_code="80469",
        city="München",
        latitude=Decimal("48.1303"),
        longitude=Decimal("11.5766"),
        time_zone="Europe/Berlin",
        cutoff=time(12, 0),
        working_days=(1, 2, 3, 4, 5, 6),
        priority=50,
    ),
)

ADDRESSES = (
    PostalAddress(street="Torstr. 89", city="Berlin", postal_code="10119", country="DE"),
    PostalAddress(street="Gabelsbergerstr. 4", city="München", postal_code="80333", country="DE"),
    PostalAddress(street="Lange Reihe 21", city="Hamburg", postal_code="20099", country="DE"),
    PostalAddress(street="Venloer Str. 310", city="Köln", postal_code="50823", country="DE"),
    PostalAddress(street="12 rue Mercière", city="Lyon", postal_code="69002", country="FR"),
    PostalAddress(street="8 rue Oberkampf", city="Paris", postal_code="75011", country="FR"),
    PostalAddress(street="Neubaugasse 17", city="Wien", postal_code="1070", country="AT"),
    PostalAddress(street="Via Tortona 31", city="Milano", region="MI", postal_code="20144", country="IT"),
    PostalAddress(street="Prinsengracht 263", city="Amsterdam", postal_code="1016 GV", country="NL"),
)

BRITISH_ADDRESS = PostalAddress(street="21 Lamb's Conduit St", city="London", postal_code="WC1N 3NG", country="GB")

FIRST_NAMES = (
    "Ada",
    "Bruno",
    "Clara",
    "David",
    "Elif",
    "Farid",
    "Greta",
    "Hugo",
    "Ines",
    "Jonas",
    "Karla",
    "Leo",
    "Mira",
    "Nils",
)
LAST_NAMES = (
    "Albrecht",
    "Bianchi",
    "Costa",
    "Dupont",
    "Engel",
    "Fischer",
    "Garnier",
    "Hofer",
    "Ivanova",
    "Jansen",
    "Keller",
    "Lang",
)
COMPANIES = ("Café Kranich", "Rösterei Süd", "Hotel Lindenhof", "Bistro Mercière", "Kontor 9", "Feinkost Maurer")

_TAX = {
    "DE": (("standard", "19"), ("reduced", "7")),
    "FR": (("standard", "20"), ("reduced", "5.5")),
    "AT": (("standard", "20"), ("reduced", "10")),
    "IT": (("standard", "22"), ("reduced", "10")),
    "NL": (("standard", "21"), ("reduced", "9")),
    "GB": (("standard", "20"), ("reduced", "5")),
}
_TRANSIT_DAYS = {"DE": 1, "FR": 2, "AT": 2, "IT": 3, "NL": 2, "GB": 4}


def tax_rates(since: date) -> SetTaxRates:
    """The tax rates of the countries the merchant sends to."""
    return SetTaxRates(
        rates=tuple(
            TaxRateEntry(country=country, category=category, rate=Decimal(rate), valid_from=since)
            for country, rates in _TAX.items()
            for category, rate in rates
        )
    )


BOXES = (
    RegisterBox(code="S", length_mm=250, width_mm=175, height_mm=100, maximum_weight_grams=3000, tare_weight_grams=90),
    RegisterBox(
        code="M", length_mm=350, width_mm=250, height_mm=150, maximum_weight_grams=10_000, tare_weight_grams=180
    ),
    RegisterBox(
        code="L", length_mm=600, width_mm=400, height_mm=300, maximum_weight_grams=30_000, tare_weight_grams=450
    ),
)


RULES = (
    SetMerchant(
        name="Kontor Nord GmbH",
        address=PostalAddress(
            recipient="Kontor Nord GmbH", street="Speicherstr. 4", city="Berlin", postal_code="12435", country="DE"
        ),
        vat_id="DE123456788",
        registration="HRB 1234 B, Berlin",
        email="hello@kontor-nord.example",
        website="https://kontor-nord.example",
    ),
    SetReturnPolicy(window_days=60),
    SetSourcingRules(),
    SetFraudRules(),
)
"""The merchant's own entries, by commands of one kind each."""


def bins() -> list[AssignBin]:
    """Where each article stands at each location, on a walk that passes what sells best first."""
    ranked = sorted(ARTICLES, key=lambda article: (-article.popularity, article.code))
    return [
        AssignBin(
            location=place.code,
            sku=article.code,
            bin=f"{'ABCD'[walk % 4]}-{walk // 4 + 1:02d}",
            walk_position=walk,
        )
        for place in LOCATIONS
        for walk, article in enumerate(ranked, 1)
    ]


def carrier() -> RegisterCarrier:
    """One parcel carrier with a rate table from both warehouse countries."""
    rates = tuple(
        RateEntry(
            from_country=origin,
            to_country=country,
            max_weight_grams=weight,
            amount_minor=490 + 300 * (origin != country) + weight // 20,
            currency="EUR",
            transit_days=days + (country not in {origin, "AT"}),
        )
        for origin in ("DE", "FR")
        for country, days in _TRANSIT_DAYS.items()
        for weight in (2000, 10000, 31500)
    )
    return RegisterCarrier(
        code="parcel", name="Parcel", services=(ServiceEntry(code="standard", name="Standard", rates=rates),)
    )


def skus() -> list[RegisterSku]:
    """Every article, and a set of three of them."""
    single = [
        RegisterSku(
            code=article.code,
            name=article.name,
            product=article.code.partition("-")[0],
            tax_category=article.tax_category,
            weight_grams=article.weight_grams,
        )
        for article in ARTICLES
    ]
    starter = RegisterSku(
        code=STARTER_SET,
        name="Starter set: dripper, filters, mug",
        product=STARTER_SET,
        sku_kind="bundle",
        components=tuple(Component(sku=code, quantity=1) for code in ("DRIP-1", "FILTER-1", "MUG-1")),
    )
    return [*single, starter]


def price_lists() -> list[SetPrices]:
    """Retail with tax inside, in euros and in pounds, trade without tax and with a break at ten pieces."""
    retail = [PriceEntry(sku=article.code, unit_price=article.price) for article in ARTICLES]
    retail.append(PriceEntry(sku=STARTER_SET, unit_price=Decimal("35.00")))
    cents = Decimal("0.01")
    british = [
        PriceEntry(sku=entry.sku, unit_price=(entry.unit_price * Decimal("0.90")).quantize(cents)) for entry in retail
    ]
    trade = [
        PriceEntry(sku=article.code, unit_price=(article.price * share).quantize(cents), minimum_quantity=minimum)
        for article in ARTICLES
        for minimum, share in ((1, Decimal("0.60")), (10, Decimal("0.52")))
    ]
    return [
        SetPrices(price_list="retail", currency="EUR", includes_tax=True, prices=tuple(retail)),
        SetPrices(price_list="british", currency="GBP", includes_tax=True, prices=tuple(british)),
        SetPrices(price_list="trade", currency="EUR", includes_tax=False, prices=tuple(trade)),
    ]

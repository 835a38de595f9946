"""The words of invoices and credit notes in each language."""

from collections.abc import Mapping

from ordino.kernel.messages import Record


class Words(Record, frozen=True, kw_only=True):
    """Labels and sentences; `tax_codes` and `no_tax` are by the tax categories of EN 16931."""

    invoice: str
    fee_invoice: str
    credit_note: str
    date: str
    due: str
    order: str
    reference: str
    corrects: str
    belongs_to: str
    your_vat_id: str
    position: str
    article: str
    quantity: str
    unit_price: str
    tax: str
    amount: str
    discount: str
    tax_group: str
    taxed: str
    tax_codes: Mapping[str, str]
    net: str
    gross: str
    total: str
    credit_total: str
    prices_include_tax: str
    prices_without_tax: str
    no_tax: Mapping[str, str]
    is_paid: str
    please_pay: str
    bank: str
    vat_id: str
    registration: str
    page: str


WORDS: Mapping[str, Words] = {
    "en": Words(
        invoice="Invoice",
        fee_invoice="Invoice for a fee",
        credit_note="Credit note",
        date="Date",
        due="Due",
        order="Order",
        reference="Your reference",
        corrects="Corrects invoice",
        belongs_to="Belongs to",
        your_vat_id="Your VAT number",
        position="#",
        article="Article",
        quantity="Quantity",
        unit_price="Unit price",
        tax="VAT",
        amount="Amount",
        discount="less discount {amount}",
        tax_group="VAT by rate",
        taxed="VAT {rate}",
        tax_codes={
            "Z": "Zero rate",
            "E": "Exempt",
            "AE": "Reverse charge",
            "K": "Intra-community",
            "G": "Export",
            "O": "Not subject to VAT",
        },
        net="Net",
        gross="Gross",
        total="Total",
        credit_total="Credited",
        prices_include_tax="Prices include VAT.",
        prices_without_tax="Prices are without VAT.",
        no_tax={
            "E": "Exempt from VAT.",
            "AE": "Reverse charge: the recipient owes the VAT.",
            "K": "Intra-community supply, free of VAT.",
            "G": "Export, free of VAT.",
            "O": "Not subject to VAT.",
        },
        is_paid="This invoice is paid. Thank you.",
        please_pay="Please transfer {amount} by {day}, naming the number of this invoice.",
        bank="Bank",
        vat_id="VAT number",
        registration="Registration",
        page="Page",
    ),
    "de": Words(
        invoice="Rechnung",
        fee_invoice="Rechnung über eine Gebühr",
        credit_note="Gutschrift",
        date="Datum",
        due="Fällig am",
        order="Bestellung",
        reference="Ihr Zeichen",
        corrects="Zu Rechnung",
        belongs_to="Gehört zu",
        your_vat_id="Ihre USt-IdNr.",
        position="Pos.",
        article="Artikel",
        quantity="Menge",
        unit_price="Einzelpreis",
        tax="USt.",
        amount="Betrag",
        discount="abzüglich Rabatt {amount}",
        tax_group="Umsatzsteuer nach Satz",
        taxed="USt. {rate}",
        tax_codes={
            "Z": "Nullsatz",
            "E": "Steuerbefreit",
            "AE": "Reverse-Charge",
            "K": "Innergemeinschaftlich",
            "G": "Ausfuhr",
            "O": "Nicht steuerbar",
        },
        net="Netto",
        gross="Brutto",
        total="Gesamtbetrag",
        credit_total="Gutgeschrieben",
        prices_include_tax="Die Preise enthalten die Umsatzsteuer.",
        prices_without_tax="Die Preise verstehen sich ohne Umsatzsteuer.",
        no_tax={
            "E": "Steuerfreie Leistung.",
            "AE": "Steuerschuldnerschaft des Leistungsempfängers.",
            "K": "Steuerfreie innergemeinschaftliche Lieferung.",
            "G": "Steuerfreie Ausfuhrlieferung.",
            "O": "Nicht steuerbare Leistung.",
        },
        is_paid="Diese Rechnung ist bezahlt. Vielen Dank.",
        please_pay="Bitte überweisen Sie {amount} bis zum {day} unter Angabe der Rechnungsnummer.",
        bank="Bank",
        vat_id="USt-IdNr.",
        registration="Register",
        page="Seite",
    ),
}

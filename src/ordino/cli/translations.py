"""`ordino translations`: what people read, extracted into the catalogs of the languages and compiled."""

import os

import typer

from ordino.cli.output import messages

app = typer.Typer(rich_markup_mode="markdown")


@app.command()
def translations() -> None:
    """Extract what people read into the catalog of each language, and compile the catalogs.

    A new text stands there without a translation: write it, and run this again. A test holds that none is missing.

    - `ordino translations` in the source directory
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ordino.site.settings")
    import django  # noqa: PLC0415 - only this command needs the templates

    django.setup()
    from ordino.cli import translating  # noqa: PLC0415 - needs Django

    found = translating.extracted()
    for language in translating.LANGUAGES:
        catalog = translating.merged(language, found)
        translating.write(language, catalog)
        missing = translating.untranslated(catalog)
        messages.print(f"{language}: {len(catalog)} texts, {len(missing)} without a translation")
        for text in missing:
            messages.print(f"  {text}", markup=False)

"""What an option is, in words: whose plant or manufacturer, where, of what technology and on what site."""

from __future__ import annotations

from roi.book import Book
from roi.domain import Option

KINDS = {"own_plant": "own plant", "nearshore": "nearshore", "toll": "contract manufacturer", "merchant_import": "merchant"}
SITES = {"greenfield": "new site", "brownfield": "on an existing site", "retrofit": "idle line refitted"}


def way(book: Book, option: Option) -> str:
    """Kind of the option, country, and for a plant its technology and site, if that is stated."""
    plant = book.plants[option.plant] if option.plant else None
    manufacturer = book.contract_manufacturers[option.manufacturer] if option.manufacturer else None
    merchant = book.merchants[option.merchant] if option.merchant else None
    maker = plant or manufacturer or merchant
    words = [KINDS.get(option.kind, option.kind.replace("_", " "))]
    words += [book.countries[maker.country].label] if maker else []
    words += [plant.technology] if plant else []
    words += [SITES[plant.site]] if plant and plant.site else []
    return ", ".join(words)

"""Each tariff layer that an import meets: a yearly series, or a row where open law can change it."""

from __future__ import annotations

from dataclasses import dataclass, field

from roi.book import Book
from roi.formula import Row
from roi.rules.regimes import Choice, measures_asked, open_layers
from roi.rules.tariffs import Import, Layer
from roi.statement.binding import Binding, Calendar, derived
from roi.statement.landed_cost import duty_rate
from roi.statement.open_law import bind_layer, duty_rate_of


@dataclass
class TariffLayers:
    """Layers of an import, in the order of the files.

    considered : every measure looked at. rows : layers that open law can change, then the duty rate. inputs : by their names in the part.
    asked : ids of the open measures. refundable : names of the layers whose duty is refunded on export.
    """

    considered: tuple[Layer, ...]
    rows: list[Row] = field(default_factory=list)
    inputs: dict[str, Binding] = field(default_factory=dict)
    asked: set[str] = field(default_factory=set)
    refundable: list[str] = field(default_factory=list)


def tariff_layers(book: Book, goods: Import, calendar: Calendar, role: str, place: str, label: str) -> TariffLayers:
    """Layers of an import. role : prefix of the inputs of the part, with its point. place : beginning of their ids. label : of the flow."""
    open_law = open_layers(book.tariffs.values(), tuple(book.regimes.values()), goods, calendar.years)
    found, section = TariffLayers(tuple(one.layer for one in open_law)), f"Tariff layers, {label.lower()}"
    names: list[str] = []
    for one in open_law:
        layer, stem = one.layer, one.layer.measure.id.partition(".")[2]
        if isinstance(one.rates, Choice):
            row, inputs = bind_layer(one, role, place, goods, section, calendar)
            found.inputs |= inputs
            found.asked |= measures_asked(one.rates)
            found.rows.append(row)
            name = row.name
        elif layer.applies and one.line is not None and not layer.measure.proposed:
            name = f"tariff.layers.{stem}"
            found.inputs[f"{role}{name}"] = derived(
                f"{place}.{role}tariff.{stem}",
                f"{layer.measure.label}, {goods.hts} of {goods.origin.upper()}",
                one.rates,
                section=section,
                derivation=f"{layer.measure.citation}; averaged over the days of each calendar year",
                figures=(one.line.figure,),
            )
        else:
            continue
        names.append(name)
        if layer.measure.drawback == "eligible":
            found.refundable.append(name)
    found.rows.append(duty_rate_of(tuple(names)) if found.rows else duty_rate)
    return found

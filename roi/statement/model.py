"""A case as statements: what the options share, then each option, with the value of every input."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from roi.book import Book
from roi.domain import Assumption, Case, Correlation
from roi.errors import Problem, RoiError
from roi.formula import Cell, Statement, inputs_of, rows
from roi.formula.lower import Program, lower
from roi.rules.past import known_on
from roi.rules.tariffs import Layer
from roi.statement.binding import Binding, Calendar, bind_entity, derived
from roi.statement.draft import Draft
from roi.statement.market import MARKET, MOVING_MARKET
from roi.statement.mixes import assembled
from roi.statement.open_law import open_law
from roi.statement.parity import parity, price_setting, with_parity
from roi.statement.parties import Transfer
from roi.statement.price_paths import price_path, price_spike
from roi.statement.sales import demand_inputs, demand_rows
from roi.statement.timeline import COMMON_TIMELINE, DISCOUNT_FACTOR, DISCOUNT_RATE, PUBLIC_DISCOUNT_FACTOR
from roi.uncertainty import Path
from roi.units import YEAR


@dataclass(frozen=True)
class Model:
    """Statements of a case.

    common : rows all options share. options : name -> statement, in the order of the case. bindings : id -> input with its value.
    layers : option -> flow -> tariff layers considered. transfers : option -> whose money each of its rows is.
    """

    case: Case
    book: Book
    calendar: Calendar
    common: Statement
    options: dict[str, Statement]
    bindings: dict[str, Binding]
    layers: dict[str, dict[str, tuple[Layer, ...]]]
    transfers: dict[str, tuple[Transfer, ...]]

    @property
    def cells(self) -> list[Cell]:
        """Every row and measure."""
        return [cell for statement in (self.common, *self.options.values()) for cell in statement.cells.values()]

    @cached_property
    def program(self) -> Program:
        """The steps of all of them."""
        return lower(self.cells)

    def steps(self, cells: Sequence[Cell]) -> Program:
        """The steps of some of them: cut out of `program` where that was made, else, for a model asked for little, made for them alone."""
        return self.program.part(cells) if "program" in vars(self) else lower(cells)

    def own(self, option: Statement, name: str) -> Cell:
        """Row of an option, or what all options share where it has none of its own."""
        return option.cells.get(name) or self.common.cells[name]

    @cached_property
    def uncertain(self) -> tuple[Assumption, ...]:
        """Figures that are drawn: scalars with a distribution, in the order of the bindings."""
        figures = (binding.figure for binding in self.bindings.values() if binding.input.shape == "scalar")
        return tuple(figure for figure in figures if figure is not None and figure.distribution is not None)

    @cached_property
    def paths(self) -> dict[str, Path]:
        """Series that are drawn year by year: id of the input -> how."""
        return {id: binding.path for id, binding in self.bindings.items() if binding.path is not None}

    @cached_property
    def drawn(self) -> tuple[str, ...]:
        """Ids of all inputs that vary by trial."""
        return (*(figure.id for figure in self.uncertain), *self.paths)

    @cached_property
    def otherwise(self) -> dict[str, tuple[float, ...]]:
        """Series under the other reading of what the law leaves open, by id of the input: those that would not be the same."""
        return {id: binding.otherwise for id, binding in self.bindings.items() if binding.otherwise is not None}

    @property
    def correlations(self) -> tuple[Correlation, ...]:
        """Correlations of which at least two figures are drawn, in the order of the file."""
        drawn = {figure.id for figure in self.uncertain}
        return tuple(one for one in self.book.correlations.values() if len(drawn & set(one.named)) > 1)


def build(case: Case, book: Book) -> Model:
    """Statements of a case. Raises RoiError for what the case lacks."""
    _check_names(case)
    if case.law_as_of is not None:
        book = replace(book, tariffs=known_on(book.tariffs, case.law_as_of), regimes={})
    finance = book.finance[case.finance]
    if finance.price_level_growth.distribution is not None:
        what = "the growth that brings older dollars to the year of decision cannot be uncertain: it belongs to the past"
        raise RoiError(Problem(finance.price_level_growth.where, what, "give value only", finance.price_level_growth.id))
    calendar = Calendar(case.decision_year, case.horizon, finance.price_level_growth)
    market = book.markets[case.market]
    shared = _timeline(case, calendar)
    for role, entity, section in (
        ("market", market, "Market"),
        ("finance", finance, "Finance"),
        ("home", book.countries[market.country], "Country of the market"),
        ("drug", book.drugs[case.drug], "Drug substance"),
    ):
        shared |= bind_entity(role, entity, f"{section}: {entity.label}", calendar)
    shared |= demand_inputs(market, calendar)
    drafts = {name: Draft(case, option, name, book, calendar) for name, option in case.options.items()}
    items = {name: assembled(draft) for name, draft in drafts.items()}
    parities = [price_setting(case, book, calendar), *(parity(contract, case, book, calendar) for contract in with_parity(case, book))]
    asked = set[str]().union(*(draft.asked for draft in drafts.values()), *(one.asked for one in parities))
    flags, states = open_law(asked, book, calendar)
    shared |= states
    moved = price_path("market", market, book, calendar)
    shared |= moved
    spike = price_spike(market, book, calendar)
    shared |= spike.inputs
    prices = rows(MOVING_MARKET if moved else MARKET, spike.rows)
    for one in parities:
        shared |= one.inputs
    inputs = {name: binding.input for name, binding in shared.items()}
    rate = DISCOUNT_RATE[finance.rate_stated]
    imported = [row for one in parities for row in one.rows]
    of_public = [PUBLIC_DISCOUNT_FACTOR[finance.timing]] if finance.public_discount_rate is not None else []
    rows_of_all = rows(rate, DISCOUNT_FACTOR[finance.timing], of_public, COMMON_TIMELINE, flags, prices, imported, demand_rows(market))
    common = Statement("market", "Market and timeline", rows_of_all, inputs)
    bindings = {binding.input.id: binding for binding in shared.values()}
    options, found = {}, {}
    for name, option in case.options.items():
        # the same figure may be reached from several options: one input, one column of draws
        own = {path: bindings.setdefault(binding.input.id, binding).input for path, binding in drafts[name].inputs.items()}
        options[name] = Statement(name, option.label, items[name][0], own, items[name][1], parent=common)
        found[name] = drafts[name].layers
    transfers = {name: tuple(draft.transfers) for name, draft in drafts.items()}
    return Model(case, book, calendar, common, options, _read(bindings, [common, *options.values()], calendar), found, transfers)


def _read(bindings: dict[str, Binding], statements: list[Statement], calendar: Calendar) -> dict[str, Binding]:
    """Inputs that a row or measure reads, the two rows of years, and the growth behind the price levels. The others have no effect."""
    kept = {leaf.id for statement in statements for cell in statement.cells.values() for leaf in inputs_of(cell)}
    kept |= {YEAR_ID, CALENDAR_YEAR_ID, calendar.price_level_growth.id}
    return {id: binding for id, binding in bindings.items() if id in kept}


YEAR_ID, CALENDAR_YEAR_ID = "timeline.year", "timeline.calendar_year"


def _check_names(case: Case) -> None:
    """The name of an option becomes a sheet, a name in Excel and a key of results.json beside `reference`."""
    remedy = "use lower-case letters, digits and underscores, beginning with a letter, but not the word reference"
    wrong = [name for name in case.options if not name.isidentifier() or name != name.lower() or name == "reference"]
    if wrong:
        raise RoiError(Problem(case.where, f"an option cannot be called {name!r}", remedy, case.id) for name in wrong)


def _timeline(case: Case, calendar: Calendar) -> dict[str, Binding]:
    words = "timeline of the case"
    return {
        "year": derived(YEAR_ID, "Project year", range(case.horizon + 1), unit=YEAR, section="Timeline", derivation=words),
        "calendar_year": derived(CALENDAR_YEAR_ID, "Calendar year", calendar.years, unit=YEAR, section="Timeline", derivation=words),
        "last_year": derived(f"{case.id}.horizon", "Last project year", case.horizon, unit=YEAR, section="Timeline", derivation=words),
    }

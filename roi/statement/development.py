"""What developing the process costs before operation, and when tax law deducts it."""

from __future__ import annotations

from dataclasses import dataclass, field

from roi.domain import Plant, Taxation
from roi.formula import Formula, Row, Symbols, between, lookup, prior, row, sum_of, where
from roi.statement.binding import derived
from roi.statement.capital_lines import Workbench
from roi.units import YEAR, parse


@row("Development cost", unit="USD/year", section="Capital")
def development_spending(s: Symbols) -> Formula:
    """Cost of development by the spending profile of the planned construction years, at the local cost index of the year."""
    return s.plant.development_cost * lookup(s.plant.spending_profile, s.year) * s.cost_index / s.one_year


@row("Research deducted", unit="USD/year", section="Tax", name="research_deduction")
def deducted_when_paid(s: Symbols) -> Formula:
    """Development cost of the year, at once. Research in the country: 26 U.S.C. 174A(a)."""
    return s.development_spending


@dataclass(frozen=True)
class Development:
    """Rows of the development of a process; the names of what is paid and of what is deducted, none without a cost of development."""

    rows: list[Row] = field(default_factory=list)
    paid: list[str] = field(default_factory=list)
    deducted: list[str] = field(default_factory=list)


def development(bench: Workbench, plant: Plant | None, taxation: Taxation) -> Development:
    """What a plant's development costs, deducted when paid, or by the schedule of the taxation from the year of each payment on."""
    if plant is None or plant.development_cost is None:
        return Development()
    items = [development_spending]
    if taxation.research_amortisation is None:
        items.append(deducted_when_paid)
    else:
        schedule = bench.book.depreciation[taxation.research_amortisation]
        bench.use("research", schedule, "Amortisation of research")
        years = range(len(plant.spending_profile.table))
        for year in years:
            words, figures = "one of the years of construction, in which development is paid", (plant.spending_profile,)
            bench.inputs[f"paid_in.year_{year}"] = derived(
                f"{plant.id}.development_year_{year}",
                f"Project year of payment {year}",
                year,
                unit=YEAR,
                section=f"Plant: {plant.label}",
                derivation=words,
                figures=figures,
            )
        items += [*(_paid_in(year) for year in years), _amortised(years)]
    return Development(items, [development_spending.name], ["research_deduction"])


def _paid_in(year: int) -> Row:
    """Row: what was paid for development in one of the years of construction."""
    name = f"year_{year}"

    def paid(s: Symbols) -> Formula:
        at = getattr(s.paid_in, name)
        return prior(getattr(s, f"development_of_{name}")) + where(between(s.year, at, at), s.development_spending * s.one_year, 0)

    words = "Development cost paid in that project year, from then on."
    where_ = f"{__file__}:{paid.__code__.co_firstlineno}"
    return Row(f"development_of_{name}", f"Development paid in project year {year}", parse("USD"), "Tax", words, paid, where_)


def _amortised(years: range) -> Row:
    """Row: the deduction of all payments."""
    names = [f"year_{year}" for year in years]

    def deducted(s: Symbols) -> Formula:
        shares = [getattr(s, f"development_of_{one}") * lookup(s.research.rates, s.year - getattr(s.paid_in, one)) for one in names]
        return sum_of(shares) / s.one_year

    words = "What was paid for development in each year, by the schedule from that year on. Foreign research: 26 U.S.C. 174(a)(2)(B)."
    where_ = f"{__file__}:{deducted.__code__.co_firstlineno}"
    return Row("research_deduction", "Research deducted", parse("USD/year"), "Tax", words, deducted, where_)

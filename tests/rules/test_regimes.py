"""Open law by hand: which measures are in force, and each layer for every combination of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import combinations

import pytest
from rules.law import BASE, GOODS, YEARS, measure, rate

from roi.domain import Assumption, Decision, Regime, RegimeState, TariffMeasure, TariffRate
from roi.errors import RoiError
from roi.rules.history import history
from roi.rules.measures import Import
from roi.rules.regimes import Choice, OpenLayer, governed, in_force, may_change, measures_asked, open_layers, state_in
from roi.rules.tariffs import layers, on_date

JULY_2 = date(2026, 7, 2)


def proposed(name: str, size: float, kind: str = "additive", **more) -> TariffMeasure:
    """A measure that is not law."""
    figure = Assumption(
        id=f"tariffs.{name}.rates.all.possible_rate", label="Possible rate", unit="1", shape="scalar", value=size, source="judgement",
        locator="", retrieved=date(2026, 1, 1), confidence="judgement",
    )  # fmt: skip
    made = measure(name, kind, **more)
    return made.model_copy(update={"proposed": True, "rates": {"all": TariffRate(possible_rate=figure)}})


def regime(name: str, states: Mapping[str, tuple[str, ...]], opens: int = 2027, **more) -> Regime:
    """A regime by its states and the names of the measures they put in force; the first state is that of today."""
    ids = {state: tuple(f"tariffs.{one}" for one in names) for state, names in states.items()}
    return Regime(
        id=f"risks.{name}", label=f"Regime {name}", citation="An act", question="Which?", initial=next(iter(states)),
        measures=tuple(dict.fromkeys(one for names in ids.values() for one in names)),
        states={state: RegimeState(label=state, in_force=names) for state, names in ids.items()}, first_year=opens, transitions={}, **more,
    )  # fmt: skip


def value(found: OpenLayer, law: set[str]) -> tuple[float, ...]:
    """Rates by year of a layer when the open measures of `law` are in force."""
    rates = found.rates
    while isinstance(rates, Choice):
        rates = rates.inside if rates.measure in law else rates.outside
    size = found.line.figure.value if found.layer.measure.proposed and found.line else 1
    return tuple(one * size for one in rates)


TAX = proposed("tax", 0.25, suppresses=["tariffs.old"])
OLD = measure("old", "additive", rate({date(2000, 1, 1): 0.1, JULY_2: 0.2}))
FLOOR = measure("floor", "floor", rate(0.15))
LIST = measure("list", "additive", rate(0.3), suppresses=["tariffs.floor"])
LAW = [BASE, OLD, FLOOR, LIST, TAX]
REGIMES = (regime("tax", {"none": (), "tax": ("tax",)}), regime("list", {"kept": ("list",), "lifted": ()}))


def test_a_proposed_measure_is_never_in_force_by_itself() -> None:
    assert [one.measure.id for one in layers(LAW, GOODS, YEARS)] == ["tariffs.base", "tariffs.old", "tariffs.floor", "tariffs.list"]
    assert "tariffs.tax" not in {one.measure.id for one in on_date(LAW, GOODS, JULY_2)}
    assert all("tariffs.tax" not in {one.measure.id for one in period.layers} for period in history(LAW, GOODS, JULY_2, JULY_2))
    assert "tariffs.tax" in {one.measure.id for one in on_date(in_force(LAW, REGIMES, {"risks.tax": "tax"}), GOODS, JULY_2)}


def test_layers_by_hand_for_each_state() -> None:
    """2026 has 183 days before 2 July and 182 from it on: (0.1 * 182 + 0.2 * 183) / 365 on the other side of the year's middle."""
    found = {one.layer.measure.label: one for one in open_layers(LAW, REGIMES, GOODS, YEARS)}
    old = (0.1, (0.1 * 182 + 0.2 * 183) / 365, 0.2, 0.2)
    assert value(found["old"], set()) == pytest.approx(old)
    assert value(found["old"], {"tariffs.tax"}) == (0, 0, 0, 0)
    assert value(found["tax"], {"tariffs.tax"}) == (0.25,) * 4
    assert value(found["tax"], {"tariffs.list"}) == (0, 0, 0, 0)
    assert value(found["floor"], set()) == pytest.approx([0.085] * 4)
    assert value(found["floor"], {"tariffs.list"}) == (0, 0, 0, 0)
    assert value(found["list"], {"tariffs.list"}) == (0.3,) * 4
    assert found["base"].rates == (0.065,) * 4
    assert {name: measures_asked(one.rates) for name, one in found.items()} == {
        "base": set(), "old": {"tariffs.tax"}, "tax": {"tariffs.tax"}, "floor": {"tariffs.list"}, "list": {"tariffs.list"},
    }  # fmt: skip


def test_layers_of_every_combination_are_those_of_a_book_in_which_it_is_simply_the_law(book) -> None:
    """The measures of the bundled regimes, in force and not, for goods of China and India with and without claims."""
    measures, regimes = list(book.tariffs.values()), tuple(book.regimes.values())
    open_ids = sorted(governed(regimes))
    years = tuple(range(2026, 2032))
    for hts, origin, claims in (
        ("2922.29.61", "cn", ()), ("2922.29.61", "cn", ("pharma_use",)),
        ("2941.10.50", "in", ("patented", "onshoring_plan", "mfn_pricing")),
    ):  # fmt: skip
        goods = Import(hts, origin, "us", claims)
        found = open_layers(measures, regimes, goods, years)
        assert any(isinstance(one.rates, Choice) for one in found)
        for size in range(len(open_ids) + 1):
            for law in map(set, combinations(open_ids, size)):
                simply = [
                    one.model_copy(update={"proposed": False}) if one.id in law else one
                    for one in measures
                    if one.id in law or one.id not in open_ids
                ]
                wanted = {one.measure.id: one.rates for one in layers(simply, goods, years)}
                for one in found:
                    id = one.layer.measure.id
                    assert value(one, law) == pytest.approx(wanted.get(id, (0.0,) * len(years)), abs=1e-15), (id, law)


def test_the_base_case_is_the_state_of_today_unless_one_is_pinned() -> None:
    pinned = regime("tax", {"none": (), "tax": ("tax",)}, pinned="tax")
    assert [state_in(REGIMES[0], year) for year in YEARS] == ["none"] * 4
    assert [state_in(pinned, year) for year in YEARS] == ["none", "none", "tax", "tax"]
    found = {one.layer.measure.label: one.layer for one in open_layers(LAW, (pinned, REGIMES[1]), GOODS, YEARS)}
    assert found["tax"].rates == (0, 0, 0.25, 0.25)
    assert found["old"].rates == pytest.approx((0.1, (0.1 * 182 + 0.2 * 183) / 365, 0, 0))
    assert found["list"].rates == (0.3,) * 4


@pytest.mark.parametrize(("day", "opens"), [("2027-01-01", 2027), ("2027-01-02", 2028), ("2027-12-31", 2028), ("2028-01-01", 2028)])
def test_a_decision_counts_from_the_first_year_that_begins_on_or_after_it(day, opens) -> None:
    made = REGIMES[0].model_copy(update={"decision": Decision(date=date.fromisoformat(day), probabilities={})})
    assert made.opens == opens


def test_a_question_that_cannot_change_the_rate_is_not_mentioned() -> None:
    day = date(2026, 12, 1)
    assert may_change(LAW, REGIMES, GOODS, day) == [f"Regime {name} may change the rate (from 2027 on): Which?" for name in ("tax", "list")]
    other = [one.model_copy(update={"except_origins": ("in",)}) if one.id == "tariffs.list" else one for one in LAW]
    assert may_change(other, REGIMES, GOODS, day) == ["Regime tax may change the rate (from 2027 on): Which?"]


def test_a_change_that_shows_later_in_the_year_is_mentioned() -> None:
    """A relief that ends in March 2027, and may go on: on 1 January the rates are the same."""
    ends = rate(0.0).model_copy(update={"ends": date(2027, 3, 1)})
    relief = measure("relief", "relief", ends, suppresses=["tariffs.old"])
    longer = proposed("longer", 0.0, "relief", suppresses=["tariffs.old"])
    sunset = regime("sunset", {"ended": (), "prolonged": ("longer",)})
    assert len(may_change([BASE, OLD, relief, longer], (sunset,), GOODS, date(2026, 12, 1))) == 1
    assert may_change([BASE, relief, longer], (sunset,), GOODS, date(2026, 12, 1)) == []


def test_goods_are_not_free_before_the_first_day_of_their_base_rate() -> None:
    base = measure("base", "base", rate({date(2027, 5, 1): 0.065}))
    with pytest.raises(RoiError, match=r"no column 1 rate of 2924.29.62 is known on 2027-01-01 -> it is known from 2027-05-01 on"):
        layers([base], GOODS, (2027, 2028))
    with pytest.raises(RoiError, match="known on 2027-04-30"):
        on_date([base], GOODS, date(2027, 4, 30))
    assert layers([base], GOODS, (2028,))[0].rates == (0.065,)
    ended = rate(0.065).model_copy(update={"ends": date(2028, 1, 1)})
    with pytest.raises(RoiError, match="known on 2028-01-01 -> add the rate"):
        layers([measure("base", "base", ended)], GOODS, (2027, 2028))


def test_of_two_floors_the_higher_alone_counts() -> None:
    low, high = measure("low", "floor", rate(0.1)), measure("high", "floor", rate(0.15))
    for both in ([BASE, low, high], [BASE, high, low]):
        found = {one.measure.label: one for one in layers(both, GOODS, YEARS)}
        assert sum(one.rates[0] for one in found.values()) == pytest.approx(0.15)
        assert found["high"].rates == pytest.approx([0.085] * 4)
        assert found["low"].rates == (0, 0, 0, 0)
        assert found["low"].reason == "a floor that is not lower applies already"


def test_of_two_equal_floors_one_counts() -> None:
    found = layers([BASE, FLOOR, measure("again", "floor", rate(0.15))], GOODS, YEARS)
    assert sum(one.rates[0] for one in found) == pytest.approx(0.15)


def test_the_lower_floor_comes_back_when_the_higher_ends() -> None:
    ends = rate(0.15).model_copy(update={"ends": date(2027, 1, 1)})
    found = layers([BASE, measure("high", "floor", ends), measure("low", "floor", rate(0.1))], GOODS, YEARS)
    assert [sum(rates) for rates in zip(*(one.rates for one in found), strict=True)] == pytest.approx([0.15, 0.15, 0.1, 0.1])

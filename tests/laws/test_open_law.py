"""Open law in a case: each state is the case in which that is simply the law."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from conftest import CASES, SEED

import roi
from roi.analysis.measures import MEASURES
from roi.analysis.trials import base_case, base_values, one_trial, run_trials
from roi.domain import TariffRate
from roi.rules.regimes import governed
from roi.statement.model import build

TRIALS = 300
DENIED = "pharma_use_denied"
CERTAIN = (
    "tariffs.section_232_generics_duty.rates.all.possible_rate=0.25",
    "tariffs.section_301_excess_capacity.rates.economies.possible_rate=0.1",
    "tariffs.section_301_excess_capacity_all.rates.economies.possible_rate=0.15",
)


def loaded(case: str, *settings: str, scenarios: tuple[str, ...] = ()):
    found = roi.load_case(case, scenarios=list(scenarios), settings=list(settings))
    return found.case, found.book


def simply(book, law: set[str]):
    """The book without regimes: the measures of `law` with their possible rates since long ago, the other open measures not there."""

    def enacted(measure):
        lines = {
            name: TariffRate(
                **{key: getattr(line, key) for key in TariffRate.model_fields if key not in ("rate", "possible_rate")},
                rate=line.figure.model_copy(update={"shape": "dated", "dated": ((date(2000, 1, 1), line.figure.value),)}),
            )
            for name, line in measure.rates.items()
        }
        return measure.model_copy(update={"proposed": False, "rates": lines})

    open_ids = governed(book.regimes.values())
    kept = {stem: enacted(one) if one.proposed else one for stem, one in book.tariffs.items() if one.id in law or one.id not in open_ids}
    return replace(book, tariffs=kept, regimes={})


def states(model) -> set[str]:
    """Ids of the states of law that are drawn."""
    return {id for id in model.paths if id.endswith(".state")}


def npvs(model, trials: int = TRIALS) -> dict[str, bytes]:
    found = run_trials(model, trials, SEED).measures
    return {f"{option}.{one}": values[one].tobytes() for option, values in found.items() for one in MEASURES}


def rows(model, values=None) -> dict[str, np.ndarray]:
    """Rows of the options that both kinds of book have, and measures, by id."""
    found = base_case(model, values)
    return {cell.id: found[cell] for option in model.options.values() for cell in option.cells.values() if "layer_" not in cell.name}


@pytest.mark.parametrize("case", CASES)
def test_all_regimes_pinned_to_the_state_of_today_are_no_regimes(case) -> None:
    chosen, book = loaded(case, scenarios=("law_as_it_stands",))
    assert not states(build(chosen, book))
    assert npvs(build(chosen, book)) == npvs(build(chosen, simply(book, set())))


@pytest.mark.parametrize("case", CASES)
def test_the_base_case_is_the_law_as_it_stands(case) -> None:
    open_, settled = (build(*loaded(case, scenarios=names)) for names in ((), ("law_as_it_stands",)))
    assert states(open_) == {"risks.generics_inquiry.state", "risks.excess_capacity.state"}
    wanted = rows(settled)
    assert all(values.tobytes() == wanted[id].tobytes() for id, values in rows(open_).items())
    assert npvs(open_) != npvs(settled)


@pytest.mark.parametrize("generics", ["exempt", "taxed"])
@pytest.mark.parametrize("excess", ["none", "drugs_exempt", "all_goods"])
@pytest.mark.parametrize("claims", [(), (DENIED,)], ids=["claimed", "denied"])
def test_pinned_states_are_the_book_in_which_that_is_simply_the_law(generics, excess, claims) -> None:
    """Also where one open measure keeps another away, and the forced labor duty with it."""
    states = {"generics_inquiry": generics, "excess_capacity": excess}
    settings = [*CERTAIN, *(f"risks.{name}.pinned={state}" for name, state in states.items())]
    chosen, book = loaded(CASES[0], *settings, "risks.generics_inquiry.decision.date=2026-12-31", scenarios=claims)
    law = {id for name, state in states.items() for id in book.regimes[name].states[state].in_force}
    pinned, wanted = build(chosen, book), build(chosen, simply(book, law))
    assert npvs(pinned) == npvs(wanted)
    simple = rows(wanted)
    assert all(values.tobytes() == simple[id].tobytes() for id, values in rows(pinned).items())


def test_states_that_change_from_year_to_year_take_each_year_from_the_book_of_that_state() -> None:
    chosen, book = loaded(CASES[0], *CERTAIN, scenarios=(DENIED,))
    model = build(chosen, book)
    years = len(model.calendar.years)
    generator = np.random.default_rng(20261122)
    states = {"generics_inquiry": generator.integers(0, 2, years), "excess_capacity": generator.integers(0, 3, years)}
    typed = {f"risks.{name}.state": values.astype(float) for name, values in states.items()}
    found = rows(model, base_values(model) | typed)
    for place in range(years):
        law = {
            id
            for name, values in states.items()
            for id in list(book.regimes[name].states.values())[values[place]].in_force
        }  # fmt: skip
        simple = rows(build(chosen, simply(book, law)))
        for row in ("us_continuous.key_duty_rate", "india_batch.duty_rate", "indian_merchant.duty_rate"):
            assert found[row][place] == simple[row][place], (row, law)


def test_a_trial_alone_draws_the_states_of_its_row() -> None:
    model = build(*loaded(CASES[0]))
    table = roi.compare(CASES[0], trials=TRIALS, seed=SEED).draws()
    for trial in (0, 5, TRIALS - 1):
        alone = one_trial(model, SEED, trial)
        for id in model.paths:
            assert [table.iloc[trial][f"{id}.{year}"] for year in model.calendar.years] == alone[id].tolist()


def test_a_duty_that_comes_in_more_trials_is_paid_in_them_alone() -> None:
    """Generics taxed in no trial or in a third: the merchant's value is the same to the bit where the state is the same."""
    one, other = (f"risks.generics_inquiry.decision.probabilities.{state}" for state in ("exempt", "taxed"))
    excess = "risks.excess_capacity.pinned=none"
    never, third = (
        roi.compare(roi.load_case(CASES[0], settings=[f"{one}={1 - chance}", f"{other}={chance}", excess]), trials=TRIALS, seed=SEED)
        for chance in (0.0, 0.33)
    )
    taxed = third.draws()["risks.generics_inquiry.state.2047"].to_numpy() == 1
    npv = [study.comparison.trials.measures["indian_merchant"]["npv"] for study in (never, third)]
    assert 0.2 < taxed.mean() < 0.46
    assert np.array_equal(npv[0][~taxed], npv[1][~taxed])
    assert (npv[1][taxed] < npv[0][taxed]).all()


def test_a_regime_that_no_flow_meets_is_not_bound(book) -> None:
    for name in CASES:
        bound = [id for id in build(book.cases[name], book).bindings if id.startswith("risks.")]
        assert bound
        assert not [id for id in bound if "china_exclusions" in id or "sunset" in id]


def test_goods_that_claim_an_exclusion_meet_the_question_whether_it_is_prolonged() -> None:
    """A line of list 3 on the list of exclusions: 25 percent in the base case, nothing where the exclusions are prolonged."""
    goods, claims = 'suppliers.p_aminophenol_cn.hts="2929.90.50.95"', f"cases.{CASES[0]}.options.us_continuous.claims=[china_exclusion]"
    with_it, without = (build(*loaded(CASES[0], goods, *more)) for more in ((claims,), ()))
    state = "risks.china_exclusions.state"
    assert state in with_it.paths
    assert state not in without.paths
    typed = base_values(with_it) | {state: np.ones(len(with_it.calendar.years))}
    base, prolonged = (rows(with_it, values)["us_continuous.key_duty_rate"] for values in (None, typed))
    assert base - prolonged == pytest.approx(0.25)

"""Numbers and sentences: expected texts are written out by hand."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from reports.samples import TRIALS, a_case, a_comparison, book, only

from roi.analysis.comparison import Against, Comparison, Measure, compare
from roi.domain import Confidence, Discrete, Lognormal, Normal, Pert, Truncated, Uniform
from roi.finance import Statistics
from roi.reporting import numbers, words
from roi.reporting.duties import course
from roi.reporting.figures import by_confidence, distribution_in_words, figures_used, quantity

NAN = float("nan")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (317006950.5, "317,000,000"),
        (-13.6763, "−13.7"),
        (9.996, "10.0"),
        (0.0043438, "0.00434"),
        (1234.5, "1,230"),
        (0.0, "0"),
        (NAN, "n/a"),
        (-0.0, "0"),
    ],
)
def test_text_has_three_significant_figures(value, text):
    assert numbers.number(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(12.34, "12.3"), (-12.34, "(12.3)"), (0.0, "–"), (NAN, "n/a"), (1234567.0, "1,234,567.0"), (-0.001, "0.0"), (float("inf"), "n/a")],
)
def test_tables_put_negatives_in_parentheses_and_a_dash_for_zero(value, text):
    assert numbers.in_table(value) == text


def test_money_takes_the_scale_of_its_amount():
    assert numbers.money(-13_676_268.0) == "USD −13.7 million"
    assert numbers.money(1.27e9) == "USD 1.27 billion"
    assert numbers.money(8.6877, per="kg") == "USD 8.69 per kg"
    assert numbers.money(NAN) == "n/a"
    assert numbers.money_range(-608.8e6, 1.2e6) == "USD −609 to 1.20 million"
    assert numbers.table_scale([9.9e6]).unit == "USD thousand"
    assert numbers.table_scale([10e6]).unit == "USD million"
    assert numbers.table_scale([]).unit == "USD"


def test_a_share_is_never_rounded_to_a_certainty_it_is_not():
    assert numbers.percent(0.0) == "0 %"
    assert numbers.percent(1.0) == "100 %"
    assert numbers.percent(0.0001) == "under 0.1 %"
    assert numbers.percent(0.9999) == "over 99.9 %"
    assert numbers.percent(0.4115) == "41.1 %"
    assert numbers.chance(0.25, 0.0125) == "25.0 % ± 1.2"
    assert numbers.chance(0.0, 0.0) == "0 %"
    assert numbers.points(0.0004) == "0.04"


def test_a_share_in_a_sentence():
    assert words.in_trials(0.25, 0.0125, 1200) == "25.0 % of 1,200 trials (standard error 1.2 percentage points)"
    assert words.in_trials(0.0, 0.0, 1200) == "none of 1,200 trials"
    assert words.in_trials(1.0, 0.0, 1200) == "all of 1,200 trials"


@pytest.mark.parametrize(
    ("share", "word"),
    [
        (0.5, ""),
        (0.501, "more likely than not"),
        (0.66, "more likely than not"),
        (0.661, "likely"),
        (0.9, "likely"),
        (0.901, "very likely"),
        (0.2, ""),
    ],
)
def test_words_of_likelihood(share, word):
    assert words.likelihood(share) == word


def test_a_word_is_not_used_when_the_trials_are_too_few_for_it():
    found = a_comparison()

    def said(share: float, error: float) -> str:
        return words.verdict(*words.surely(found, share, error))

    assert said(0.51, 0.011) == "about as likely to be worth more as to be worth less than"
    assert said(0.68, 0.02) == "more likely than not to be worth more than"
    assert said(0.05, 0.01) == "very likely to be worth less than"
    assert said(0.5, 0.0) == "about as likely to be worth more as to be worth less than"


@pytest.mark.parametrize(
    ("trials", "short", "said"),
    [
        (1, "It is open", "about as likely to be worth more as to be worth less than"),
        (8, "It is open", "more likely than not to be worth less than"),
        (40, "No", "likely to be worth less than"),
        (41, "No", "very likely to be worth less than"),
    ],
)
def test_a_few_trials_that_all_agree_prove_little(trials, short, said):
    """All trials lost: with t of Student's distribution the chance to win is up to t^2 / (trials + t^2)."""
    few = compare(only(a_case(), *a_case().options), book(), trials, 1)
    found = _won(0.0, -5e6, few, 0.0)
    assert words.answer(found)[0].startswith(f"{short}: ")
    assert f" is {said} " in words.answer(found)[0]
    assert f"none of {trials} trial{'s' if trials > 1 else ''};" in words.answer(found)[0]


def _won(share: float, gap: float, found: Comparison | None = None, error: float = 0.001) -> Comparison:
    """The comparison in which every option beats the reference in this share of the trials."""
    found = found or a_comparison()
    spread = Statistics(gap, 1e6, gap - 2e6, gap, gap + 2e6, 0.0)
    return replace(found, against={name: Against(Measure(gap, spread), share, error) for name in found.against})


@pytest.mark.parametrize(
    ("share", "gap", "said"),
    [
        (0.95, 5e6, "is very likely to be worth more than"),
        (0.7, 5e6, "is likely to be worth more than"),
        (0.55, 5e6, "is more likely than not to be worth more than"),
        (0.5, 5e6, "is about as likely to be worth more as to be worth less than"),
        (0.02, -5e6, "is very likely to be worth less than"),
    ],
)
def test_the_answer_says_how_surely_the_domestic_option_wins(share, gap, said):
    first, _ = words.answer(_won(share, gap))
    assert said in first
    assert f"USD 5.00 million {'higher' if gap > 0 else 'lower'} in the base case" in first
    assert "standard error 0.1 percentage points" in first
    low, high = ("3.00", "7.00") if gap > 0 else ("−7.00", "−3.00")
    assert f"difference P5–P95 USD {low} to {high} million" in first


def test_the_answer_speaks_of_a_domestic_option_and_names_the_reference():
    found = a_comparison()
    home = found.model.book.markets[found.model.case.market].country
    plant = found.model.case.options[words.focus(found)].plant
    assert found.model.book.plants[plant].country == home
    assert all(words.label(found, found.reference) in sentence for sentence in words.answer(found))


@pytest.mark.parametrize(("share", "short"), [(0.95, "Yes"), (0.7, "Yes"), (0.6, "It is open"), (0.4, "It is open"), (0.02, "No")])
def test_the_answer_begins_with_a_word_and_says_plainly_only_what_is_likely(share, short):
    assert words.answer(_won(share, 5e6))[0].startswith(f"{short}: ")


def test_every_number_of_the_answer_is_one_of_the_comparison():
    found = a_comparison()
    option, reference, first = words.focus(found), found.reference, words.best(found)
    gap, npv = found.against[option].incremental_npv, found.measures[first]["npv"]
    amounts = [one for measure in (gap, npv) for one in (measure.base, measure.trials.p05, measure.trials.p95)]
    known = [amount / divisor for amount in amounts for divisor in (1e9, 1e6, 1e3, 1)]
    costs = [found.measures[name]["levelised_cost"] for name in (option, reference)]
    known += [value for one in costs for value in (one.base, one.trials.p05, one.trials.p95)]
    known += [one.amount for one in words.differences(found, option)[: words.NAMED_DIFFERENCES]]
    judged = by_confidence(figures_used(found.model)).get(Confidence.JUDGEMENT, 0)
    used = len(figures_used(found.model))
    known += [TRIALS, found.against[option].p_wins * 100, found.against[option].p_wins_se * 100, judged, used, 100 * judged / used]
    text = " ".join(words.answer(found)).replace("P5–P95", "").replace("−", "-")
    for one in found.model.case.options.values():
        text = text.replace(one.label, "")
    for difference in words.differences(found, option):
        text = text.replace(difference.label, "")
    written = [float(token.replace(",", "")) for token in re.findall(r"-?\d[\d,]*(?:\.\d+)?", text)]
    assert len(written) > 12
    for value in written:
        # text has three significant figures and shares one decimal
        assert any(abs(abs(value) - abs(one)) <= max(0.006 * abs(one), 0.0501) for one in known), value


def test_differences_add_up_to_the_difference_of_the_levelised_costs():
    found = a_comparison()
    for option in found.against:
        gap = found.measures[option]["levelised_cost"].base - found.measures[found.reference]["levelised_cost"].base
        assert sum(one.amount for one in words.differences(found, option)) == pytest.approx(gap, rel=1e-9)


def test_one_option_alone_gets_an_answer_without_a_comparison():
    case = a_case()
    alone = compare(only(case, case.reference), book(), 20, 1)
    first, second = words.answer(alone)
    assert words.focus(alone) is None
    assert "worth more" not in first
    assert "worth less" not in first
    assert "assumptions used" in second


def test_a_domestic_reference_is_compared_with_the_best_of_the_others():
    case = a_case()
    home = words.focus(a_comparison())
    other = compare(only(case, *case.options, reference=home), book(), 20, 1)
    assert words.focus(other) not in (None, home)
    assert words.answer(other)[0]


def test_distributions_in_words():
    pert = Pert(kind="pert", low=77, mode=96.6, high=196)
    assert distribution_in_words(pert, "USD/kg") == "PERT, 77 to 196, most likely 96.6 USD/kg"
    assert distribution_in_words(Uniform(kind="uniform", low=0.01, high=0.03), "1/year") == "uniform, 1 to 3 % a year"
    assert distribution_in_words(Normal(kind="normal", mean=0.5, sd=0.1), "1") == "normal, mean 0.5, standard deviation 0.1"
    lognormal = Lognormal(kind="lognormal", p05=2, p95=8)
    assert distribution_in_words(lognormal, "kg/dose") == "lognormal, P5 2, P95 8 kg/dose"
    cut = Truncated(kind="truncated", of=Normal(kind="normal", mean=2, sd=1), low=0, high=None)
    assert distribution_in_words(cut, "1") == "normal, mean 2, standard deviation 1, cut to at least 0"
    discrete = Discrete(kind="discrete", values=(1, 2), probabilities=(0.25, 0.75))
    assert distribution_in_words(discrete, "1") == "one of 1 (25.0 %); 2 (75.0 %)"
    assert distribution_in_words(None, "1") == "fixed"


def test_quantities_in_words():
    assert quantity(0.025, "1/year") == "2.5 % a year"
    assert quantity(60 / 365.25, "year") == "60 days"
    assert quantity(2030, "year") == "2030"
    assert quantity(10, "year") == "10 years"
    assert quantity(15e6, "kg/year") == "15,000,000 kg/year"


def test_the_course_of_a_rate():
    years = (2027, 2028, 2029, 2030)
    assert course((0.1, 0.1, 0.1, 0.1), years) == ""
    assert course((0.25, 0.25, 0.0, 0.0), years) == "25.0 % 2027 to 2028, 0 % from 2029"
    assert course((0.25, 0.1, 0.1, 0.1), years) == "25.0 % 2027, 10.0 % from 2028"

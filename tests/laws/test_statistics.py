"""Statistics of many values are those of all of them, in whatever parts they are sorted and in whatever pieces they come."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from roi.finance import dealt, proportion, proportion_of, statistics, statistics_of
from roi.finance.dealt import Dealt, deal

RANDOM = np.random.default_rng(5)
KINDS = {
    "smooth": lambda n: RANDOM.normal(3e8, 1e8, n),
    "skewed": lambda n: np.exp(2 * RANDOM.normal(size=n)),
    "few values": lambda n: RANDOM.integers(0, 4, n).astype(float),
    "rising": lambda n: np.arange(n, dtype=float),
    "mostly missing": lambda n: np.where(RANDOM.random(n) < 0.7, RANDOM.choice([np.nan, np.inf, -np.inf], n), RANDOM.normal(size=n)),
}
each_kind = pytest.mark.parametrize("kind", KINDS)


@pytest.fixture(params=[1, 10**9], ids=["in parts", "together"])
def few(request, monkeypatch: pytest.MonkeyPatch) -> None:
    """Values are looked at in the parts they are sorted in, or in one."""
    monkeypatch.setattr(dealt, "FEW", request.param)


@each_kind
@pytest.mark.parametrize("trials", [1, 2, 5, 17, 500, 4_321])
def test_every_rank_of_values_in_parts_is_that_of_the_sorted_values(kind, trials) -> None:
    values = KINDS[kind](trials)
    rising = np.sort(values[np.isfinite(values)])
    found = deal([values], trials, 7)
    assert found.count == rising.size
    if rising.size:
        assert found.at(np.arange(rising.size)).tobytes() == rising.tobytes()


@each_kind
@pytest.mark.parametrize("replicates", [1, 3, 16])
def test_centre_spread_and_tail_are_those_of_numpy_and_scipy(few, kind, replicates) -> None:
    values = KINDS[kind](20_000)
    finite = values[np.isfinite(values)]
    found = statistics(values, replicates)
    assert found.missing == 1 - finite.size / values.size
    assert (found.mean, found.sd) == (pytest.approx(finite.mean(), rel=1e-12), pytest.approx(finite.std(ddof=1), rel=1e-12))
    assert found.skew == pytest.approx(stats.skew(finite, bias=False), rel=1e-9, abs=1e-12)
    assert (found.p05, found.p25, found.p50, found.p95) == pytest.approx(np.percentile(finite, [5, 25, 50, 95]), rel=1e-12)
    below = np.maximum(found.p05 - finite, 0) / 0.05
    assert found.cvar05 == pytest.approx(found.p05 - below.mean(), rel=1e-12)
    if replicates == 1:
        half = stats.t.ppf(0.975, finite.size - 1) / finite.size**0.5
        assert found.intervals["mean"] == pytest.approx((found.mean - half * found.sd, found.mean + half * found.sd))
        off = half * below.std(ddof=1)
        assert found.intervals["cvar05"] == pytest.approx((found.cvar05 - off, found.cvar05 + off))


def test_one_value_told_many_times_has_no_spread(few) -> None:
    found = statistics(np.full(100, 0.1), 16)
    assert (found.sd, found.p05, found.p95, found.cvar05) == (0.0, 0.1, 0.1, 0.1)
    assert np.isnan(found.skew)


@pytest.mark.parametrize("replicates", [1, 16])
def test_values_in_pieces_have_the_statistics_of_the_whole(replicates) -> None:
    values = KINDS["mostly missing"](10_000)
    flags = values > 0.3
    for size in (16, 4_096, 9_600):
        starts = range(0, values.size, size)
        assert statistics_of((values[at : at + size] for at in starts), values.size, replicates) == statistics(values, replicates)
        assert proportion_of((flags[at : at + size] for at in starts), flags.size, replicates) == proportion(flags, replicates)


def test_a_share_of_replicates_that_do_not_come_out_even() -> None:
    """Trials 0 to 4 dealt to three replicates: shares 1, 1/2 and 0, so the standard error is 1/2 / sqrt(3)."""
    assert proportion([1, 1, 0, 1, 0], replicates=3) == (pytest.approx(3 / 5), pytest.approx(0.5 / 3**0.5))


def test_large_values_do_not_overflow() -> None:
    assert Dealt((np.array([1e140, 2e140, 4e140]),), 3).moments()[2] == pytest.approx(stats.skew([1.0, 2.0, 4.0], bias=False))

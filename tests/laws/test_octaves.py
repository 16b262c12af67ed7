"""Tables behind the draws: how far they are from SciPy's own inverses, and that compiled code and NumPy find the same bits."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import special

from roi.domain import Lognormal
from roi.domain.paths import Disruption
from roi.uncertainty import machine_code, octaves, sampler
from roi.uncertainty.beta import beta_quantile
from roi.uncertainty.gauss import normal_quantile
from roi.uncertainty.price_paths import disruption

GENERATOR = np.random.default_rng(5)
TAILS = np.exp2(-GENERATOR.uniform(1, 52, 4_000))
U = np.concatenate([GENERATOR.random(12_000), TAILS, 1 - TAILS, np.exp2([-1.0, -20, -21, -53]), 1 - np.exp2([-20.0, -21, -53])])
LONG = 40_000
IDS = ("plants.a.capacity", "an id without a dimension")


def test_normals_are_within_1e_13_of_the_exact_inverse() -> None:
    assert np.abs(normal_quantile(U) - special.ndtri(U)).max() < 1e-13


@pytest.mark.parametrize(
    ("alpha", "beta"), [(1, 5), (1.01, 4.99), (2, 4), (3, 3), (4.6, 1.4), (5, 1), (1, 1), (60, 70), (1, 100), (300, 200)]
)
def test_betas_are_within_1e_9_of_the_range_and_1e_8_standard_deviations(alpha: float, beta: float) -> None:
    off = np.abs(beta_quantile(alpha, beta, U) - special.betaincinv(alpha, beta, U)).max()
    assert off < 1e-9
    assert off < 1e-8 * np.sqrt(alpha * beta / (alpha + beta + 1)) / (alpha + beta)


@pytest.mark.parametrize(("alpha", "beta"), [(0.1, 0.1), (0.1, 5), (0.5, 0.5), (0.9, 3), (20, 0.3)])
def test_betas_whose_density_has_no_bound_are_within_1e_9_of_the_range(alpha: float, beta: float) -> None:
    assert np.abs(beta_quantile(alpha, beta, U) - special.betaincinv(alpha, beta, U)).max() < 1e-9


def test_quantiles_rise_through_every_cell_and_from_cell_to_cell() -> None:
    u = np.sort(U)
    for found in (normal_quantile(u), beta_quantile(1.3, 4.7, u)):
        assert (np.diff(found) >= -1e-15).all()


@pytest.mark.parametrize("count", [4_096, 4_097, 4_103, LONG])
def test_compiled_code_looks_up_the_bits_of_numpy(count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    u = np.resize(U[::-1], count)
    table = octaves.octaves(*[lambda tail: (np.sqrt(tail), 0.5 / np.sqrt(tail), -0.25 * tail**-1.5)] * 2, splits=4)
    found = np.empty(count)
    outside = machine_code.look_up(table.pieces, table.splits, octaves.LOWEST, u, found)
    if outside is None:
        pytest.skip("nothing can be compiled here")
    assert machine_code.look_up(table.pieces, table.splits, octaves.LOWEST, np.full(count, 2.0**octaves.LOWEST), np.empty(count)) is False
    monkeypatch.setattr(machine_code, "WORTH", 2**60)
    alone = octaves.look_up(table, u, np.sqrt)
    inside = (u >= 2.0**octaves.LOWEST) & (u <= 1 - 2.0**octaves.LOWEST)
    assert found[inside].tobytes() == alone[inside].tobytes()
    assert outside


@pytest.mark.parametrize("id", IDS)
def test_compiled_code_finds_the_points_of_numpy(id: str, monkeypatch: pytest.MonkeyPatch) -> None:
    one = sampler("sobol", 5, IDS[:1])
    compiled = [one.uniform(id, start, start + LONG) for start in (0, 7 * 4_096 + 5)]
    monkeypatch.setattr(machine_code, "WORTH", 2**60)
    assert [found.tobytes() for found in compiled] == [one.uniform(id, start, start + LONG).tobytes() for start in (0, 7 * 4_096 + 5)]


def test_compiled_code_loses_the_years_of_numpy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Outages of parts of a year and of many years, some beyond the horizon of 20."""
    path = Disruption(kind="disruption", rate=0.3, duration=Lognormal(kind="lognormal", p10=0.1, p90=4.0))
    waits, lengths = np.random.default_rng(8).random((2, 12, 5_000))
    compiled = disruption(path, zip(waits, lengths, strict=True), 20)
    monkeypatch.setattr(machine_code, "WORTH", 2**60)
    assert compiled.tobytes() == disruption(path, zip(waits, lengths, strict=True), 20).tobytes()


def test_without_a_compiler_numpy_draws_and_says_so(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    def refuse(*_: object) -> None:
        raise RuntimeError("no such processor")

    before = normal_quantile(U)
    machine_code._compiled.cache_clear()
    monkeypatch.setattr(machine_code.machine, "function", refuse)
    try:
        assert normal_quantile(U).tobytes() == before.tobytes()
    finally:
        machine_code._compiled.cache_clear()
    if machine_code.find_spec("llvmlite"):
        assert "NumPy draws instead: no such processor" in caplog.text

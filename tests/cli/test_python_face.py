"""The same from Python: load_case, compare, summary, statement, draws, write."""

from __future__ import annotations

import numpy as np
import pytest
from conftest import CASES, TRIALS

import roi
from roi.errors import RoiError


def test_a_case_is_loaded_by_name_or_by_path(book, tmp_path) -> None:
    by_name = roi.load_case(CASES[0])
    assert by_name.case == book.cases[CASES[0]]
    from roi.paths import bundled

    path = tmp_path / "mine.yaml"
    path.write_bytes((bundled("assumptions") / f"cases/{CASES[0]}.yaml").read_bytes())
    assert roi.load_case(path).case.options == by_name.case.options
    with pytest.raises(RoiError, match=f"did you mean {CASES[0]}"):
        roi.load_case(CASES[0] + "s")


def test_the_summary_holds_every_measure_of_every_option(study) -> None:
    table, comparison = study.summary(), study.comparison
    assert list(table.index.names) == ["option", "measure"]
    percentiles = {"p05", "p10", "p25", "p50", "p75", "p90", "p95"}
    assert set(table.columns) == {"unit", "base", "mean", "mean_low", "mean_high", "sd", "skew", *percentiles, "cvar05", "missing"}
    for option, measures in comparison.measures.items():
        for name, measure in measures.items():
            line = table.loc[(option, name)]
            assert line["unit"] == str(comparison.model.options[option].cells[name].row.unit)
            np.testing.assert_equal([line["base"], line["p95"]], [measure.base, measure.trials.p95])


def test_the_statement_is_a_table_by_calendar_year(study) -> None:
    model = study.comparison.model
    option = next(iter(model.options))
    table = study.statement(option)
    assert list(table.columns) == ["label", "unit", *model.calendar.years]
    assert list(table.index) == [cell.name for cell in model.options[option].rows]
    flows = table.loc["net_cash_flow", list(model.calendar.years)].to_numpy(dtype=float)
    assert np.array_equal(flows, study.comparison.row(option, "net_cash_flow"))
    with pytest.raises(RoiError, match=rf"did you mean {option}\?"):
        study.statement(option[:-1])


def test_draws_hold_one_line_a_trial(study) -> None:
    table = study.draws()
    assert len(table) == TRIALS
    assert table.index.name == "trial"
    assert not table.isna().any().any()


def test_a_case_may_be_given_by_name_and_written(tmp_path) -> None:
    written = roi.compare(CASES[1], trials=10, seed=2).write(tmp_path / "out", ["csv"])
    assert written == {"csv": tmp_path / "out" / "statement.csv"}
    assert written["csv"].is_file()


def test_unknown_names_of_the_package_are_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'nope'"):
        roi.nope  # noqa: B018

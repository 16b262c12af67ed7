"""The good book loads; its figures stand in the unit their noun keeps. Expected values are worked out by hand."""

import hashlib
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from roi.book import Book
from roi.domain import Confidence, Discrete, Pert
from roi.errors import RoiError


@pytest.fixture
def book(folder: Path, load: Callable[..., Book]) -> Book:
    return load([folder])


def test_every_file_is_on_its_shelf(book: Book) -> None:
    assert list(book.countries) == ["cn", "in", "us"]
    assert list(book.customs_fees) == ["customs_us"]
    assert list(book.facility_fees) == ["facility_us"]
    assert list(book.cases["testamol"].options) == ["us_continuous", "india_batch", "indian_merchant"]
    assert book.plants["batch_in"].id == "plants.batch_in"
    assert book.scenarios["duty_lifted"].without == ("tariffs.origin_duty",)
    assert not book.overrides


@pytest.mark.parametrize(
    ("id", "value"),
    [
        ("plants.continuous_us.capacity", 10_000_000),  # 10,000 t/year in kg
        ("plants.continuous_us.fixed_capital", 61_000_000),  # 61 MUSD
        ("plants.continuous_us.process_yield", 0.85),  # no value given: the mode of its distribution
        ("plants.continuous_us.released_share", 0.98),  # 98 percent
        ("plants.continuous_us.maintenance_share", 0.03),  # 3 percent/year
        ("drugs.testamol.dose_mass", 0.0005),  # 500 mg in kg
        ("countries.us.electricity_price", 0.08),  # 80 USD/MWh
        ("merchants.merchant_in.lead_time", 30 / 365.25),  # days of a Julian year
        ("routes.cn_us_ocean.safety_stock_time", 1 / 12),  # a month
        ("tariffs.origin_duty.rates.china.rate", 0.125),  # 12.5 percent, the one last in force
        ("fees.customs_us.processing_minimum", 34.58),
    ],
)
def test_a_figure_stands_in_the_unit_of_its_noun(book: Book, id: str, value: float) -> None:
    assert book.figure(id).value == value


def test_a_distribution_is_converted_with_its_figure_but_not_its_probabilities(book: Book) -> None:
    assert book.figure("plants.continuous_us.fixed_capital").distribution == Pert(kind="pert", low=40e6, mode=61e6, high=120e6)
    assert book.figure("plants.continuous_us.fixed_capital").bounds == (1e6, 1e9)
    premium = book.figure("contracts.offtake.domestic_premium").distribution
    assert isinstance(premium, Discrete)
    assert premium.probabilities == (0.3, 0.5, 0.2)


def test_a_series_keeps_its_dates_and_a_table_its_years(book: Book) -> None:
    rate = book.figure("tariffs.origin_duty.rates.china.rate")
    assert rate.dated == ((date(2026, 1, 1), 0.10), (date(2026, 7, 24), 0.125))
    assert book.figure("plants.continuous_us.spending_profile").table == (0.4, 0.6)


def test_a_figure_knows_where_it_comes_from(book: Book) -> None:
    figure = book.figure("plants.continuous_us.fixed_capital")
    assert (figure.where, figure.written_unit, figure.dollar_year) == ("plants/continuous_us.yaml:28", "MUSD", 2025)
    assert (figure.source, figure.confidence, figure.retrieved) == ("handbook", Confidence.INDUSTRY, date(2026, 1, 31))
    assert (book.sources["handbook"].published, book.sources["statute"].published) == ("2024", "2026-01-15")


def test_every_figure_is_found_by_its_id(book: Book) -> None:
    assert len(list(book.figures())) == 115
    assert all(book.figure(figure.id) is figure for figure in book.figures())


def test_an_unknown_id_gets_the_nearest(book: Book) -> None:
    with pytest.raises(RoiError, match=r"did you mean plants.batch_in.capacity\?"):
        book.figure("plants.batch_in.capcity")


def test_every_file_has_its_fingerprint(book: Book, folder: Path) -> None:
    files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*.yaml")}
    assert book.hashes == {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in files.items()}


def test_norway_is_a_country_and_not_false(folder: Path, load: Callable[..., Book]) -> None:
    shutil.copy(folder / "countries/us.yaml", folder / "countries/no.yaml")
    text = (folder / "routes/in_us_ocean.yaml").read_text(encoding="utf-8")
    (folder / "routes/no_us_ocean.yaml").write_text(text.replace("origin: in", "origin: no"), encoding="utf-8")
    assert load([folder]).routes["no_us_ocean"].origin == "no"


def test_hidden_files_notes_and_a_byte_order_mark_do_no_harm(folder: Path, load: Callable[..., Book]) -> None:
    (folder / ".keep").touch()
    (folder / "plants/README.md").write_text("Plants", encoding="utf-8")
    path = folder / "finance/maker.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert load([folder]).finance["maker"].label == "A manufacturer"


def test_a_case_of_its_own_takes_the_place_of_its_namesake_as_a_whole(folder: Path, load: Callable[..., Book], tmp_path: Path) -> None:
    text = (folder / "cases/testamol.yaml").read_text(encoding="utf-8")
    own, other = tmp_path / "testamol.yaml", tmp_path / "mine_too.yaml"
    own.write_text(text.replace("  india_batch:", "  indian_plant:"), encoding="utf-8")
    other.write_text(text, encoding="utf-8")
    replaced = load([folder], extra_case=own)
    assert list(replaced.cases["testamol"].options) == ["us_continuous", "indian_plant", "indian_merchant"]
    assert [override.id for override in replaced.overrides] == ["cases.testamol"]
    added = load([folder], extra_case=other)
    assert list(added.cases) == ["mine_too", "testamol"]
    assert "mine_too.yaml" in added.hashes


def test_a_case_that_is_not_there_is_said(folder: Path, load: Callable[..., Book], tmp_path: Path) -> None:
    with pytest.raises(RoiError, match="cannot be read"):
        load([folder], extra_case=tmp_path / "nowhere.yaml")

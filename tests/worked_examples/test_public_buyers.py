"""Public buyers in a case, worked out by hand: a stock filled and rotated, a tender won and lost."""

import pytest

from roi.analysis.trials import base_case
from roi.paths import bundled
from roi.statement.model import build
from roi.study import load_case

CASE = "acetaminophen_us_continuous"
MARKET = "markets.plain"


def figure(value: float, unit: str = "1") -> str:
    return (
        f"{{label: x, unit: {unit!r}, value: {value}, source: judgement, locator: authors, retrieved: 2026-11-22, confidence: judgement}}"
    )


def segment(name: str, **keys: str) -> str:
    return f"{name}: {{label: {name}, " + ", ".join(f"{key}: {value}" for key, value in keys.items()) + "}"


RESERVE = segment(
    "reserve", switched_on=figure(1), fill_year=figure(2032, "year"), stock_time=figure(0.5, "year"), shelf_life=figure(4, "year")
)
ALL = segment("everybody", share=figure(1), contract="spot")


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """The base case with settings, in a market with the bundled figures and without segments."""
    own = tmp_path_factory.mktemp("own")
    bundled_market = (bundled("assumptions") / "markets/acetaminophen_us.yaml").read_text(encoding="utf-8")
    (own / "markets").mkdir()
    head, tail = bundled_market.split("segments:", 1)
    (own / "markets/plain.yaml").write_text(f"{head}{tail[tail.index('volume:') :]}", encoding="utf-8")

    def of(*settings: str):
        return base_case_of([f"cases.{CASE}.market=plain", f"cases.{CASE}.contract=spot", f"{MARKET}.volume_growth=0", *settings], own)

    return of


def base_case_of(settings: list[str], own):
    """(model, function of option and row that gives {calendar year: value})."""
    loaded = load_case(CASE, settings=settings, assumptions=own)
    model = build(loaded.case, loaded.book)
    found = base_case(model)

    def flows(option: str, name: str) -> dict[int, float]:
        cell = model.options[option].cells.get(name) or model.common.cells[name]
        return dict(zip(model.calendar.years, found[cell], strict=True))

    return model, flows


def test_a_stock_is_filled_once_and_then_rotated_by_its_shelf_life(run) -> None:
    _, flows = run(f"{MARKET}.segments={{{ALL}, {RESERVE}}}")
    demand = flows("indian_merchant", "reserve_demand")
    # half a year of 12,000 t, and a quarter of that stock in each year after
    assert demand[2031] == 0
    assert demand[2032] == pytest.approx(6_000_000)
    assert [demand[year] for year in range(2033, 2048)] == pytest.approx([1_500_000] * 15)


def test_a_stock_that_is_switched_off_buys_nothing(run) -> None:
    _, flows = run(f"{MARKET}.segments={{{ALL}, {RESERVE}}}", f"{MARKET}.segments.reserve.switched_on=0")
    assert set(flows("us_continuous", "reserve_demand").values()) == {0}


def test_domestic_first_leaves_out_options_abroad_while_one_is_domestic(run) -> None:
    first = RESERVE.replace("label: reserve", "label: reserve, domestic_first: true")
    model, flows = run(f"{MARKET}.segments={{{first}, {ALL}}}")
    assert flows("us_continuous", "reserve_spot_volume")[2032] == pytest.approx(6_000_000)
    for abroad in ("india_batch", "indian_merchant"):
        # all that the reserve needs is bought elsewhere
        assert {name for name in model.options[abroad].cells if name.startswith("reserve_")} == {
            "reserve_bought_elsewhere",
            "reserve_bought_elsewhere_cost",
        }
        assert flows(abroad, "reserve_bought_elsewhere")[2032] == pytest.approx(6_000_000)


def tender(**values: float) -> list[str]:
    """Settings: the federal buyers alone, with figures of their tender."""
    only = segment("federal", tender="us_federal_acetaminophen")
    return [f"{MARKET}.segments={{{only}}}", *(f"tenders.us_federal_acetaminophen.{key}={value}" for key, value in values.items())]


def test_under_the_agreement_the_lower_price_wins_and_holds_the_award_for_its_years(run) -> None:
    _, flows = run(*tender(rival_price_ratio=1.05))
    held = flows("us_continuous", "federal_award_held")
    assert [year for year, value in held.items() if value] == list(range(2030, 2048))
    assert flows("us_continuous", "federal_rule_that_decided")[2047] == 1
    _, flows = run(*tender(rival_price_ratio=0.95))
    assert set(flows("us_continuous", "volume_sold").values()) == {0}
    assert set(flows("us_continuous", "federal_rule_that_decided").values()) == {0, 1}


def test_when_finishing_confers_no_origin_the_rival_with_indian_drug_substance_is_out(run) -> None:
    settings = (*tender(rival_price_ratio=0.8), "procurement.us_federal.finishing_confers_origin=0")
    _, flows = run(*settings)
    assert flows("us_continuous", "federal_award_held")[2030] == 1
    assert flows("us_continuous", "federal_rule_that_decided")[2030] == 2
    # price bid 4.05 brought from 2024 to 2027 and grown by 1 % a year to 2030; 12 of finishing brought from 2026 and grown by inflation
    offer, rival = flows("us_continuous", "federal_own_offer")[2030], flows("us_continuous", "federal_rival_offer")[2030]
    assert rival == pytest.approx(0.8 * offer)
    paid = flows("us_continuous", "federal_paid_over_low_offer")[2030]
    assert paid == pytest.approx(12_000_000 * 0.2 * offer)
    # our own Indian drug substance is out for the same reason: neither is considered and the low offer wins
    assert flows("indian_merchant", "federal_award_held")[2030] == 0
    assert flows("indian_merchant", "federal_rule_that_decided")[2030] == 3


def test_below_the_thresholds_the_factor_makes_the_domestic_offer_win(run) -> None:
    settings = (*tender(rival_price_ratio=0.85, value=40000), "tenders.us_federal_acetaminophen.rival_finished_in=in")
    _, flows = run(*settings)
    # ours is domestic: 20 % is added to the rival's 0.85, which makes 1.02
    assert flows("us_continuous", "federal_rival_raised")[2030] == pytest.approx(0.2)
    assert flows("us_continuous", "federal_award_held")[2030] == 1
    assert flows("us_continuous", "federal_rule_that_decided")[2030] == 5
    # 0.83 becomes 0.996: the domestic price is unreasonable
    _, flows = run(*tender(rival_price_ratio=0.83, value=40000), "tenders.us_federal_acetaminophen.rival_finished_in=in")
    assert flows("us_continuous", "federal_award_held")[2030] == 0
    assert flows("us_continuous", "federal_rule_that_decided")[2030] == 6


def test_a_preference_of_10_percent_turns_a_bid_that_is_5_percent_dearer(run) -> None:
    _, flows = run(*tender(rival_price_ratio=0.95, preference=0.1))
    assert flows("us_continuous", "federal_award_held")[2030] == 1
    # it is for drugs whose drug substance is domestic
    assert flows("indian_merchant", "federal_award_held")[2030] == 0


def test_nobody_wins_before_the_plant_can_supply(run) -> None:
    _, flows = run(*tender(rival_price_ratio=1.5), "tenders.us_federal_acetaminophen.first_solicitation=2028")
    held = flows("us_continuous", "federal_award_held")
    # solicitations of 2028, 2033, ...; the plant operates from 2030 on
    assert [year for year, value in held.items() if value] == list(range(2033, 2048))


def test_duty_is_refunded_on_the_share_that_is_exported_and_never_more_than_was_paid(run) -> None:
    """A quarter of the sales goes abroad. The plant's p-aminophenol of China pays 6.5 % and 25 %; 99 % of what is eligible comes back."""
    abroad = segment("abroad", share=figure(0.25), exported="true")
    here = segment("here", share=figure(0.75))
    model, flows = run(f"{MARKET}.segments={{{here}, {abroad}}}")
    eligible = {
        layer.measure.id: layer.rates
        for layer in model.layers["us_continuous"]["Key starting material"]
        if layer.applies and layer.measure.drawback == "eligible"
    }
    assert set(eligible) == {"tariffs.mfn", "tariffs.section_301_china_list_3"}
    paid, back = flows("us_continuous", "key_customs_duty"), flows("us_continuous", "key_duty_refund")
    # demand above capacity in the first two years: home buyers come first in the file and are served first
    assert flows("us_continuous", "exported_share")[2032] == pytest.approx(0.25)
    assert back[2032] == pytest.approx(-0.25 * 0.99 * paid[2032])
    for option in model.options:
        for part in ("", "key_"):
            if f"{part}duty_refund" in model.options[option].cells:
                duties, refunds = flows(option, f"{part}customs_duty"), flows(option, f"{part}duty_refund")
                assert all(0 <= -refunds[year] <= duties[year] for year in duties)

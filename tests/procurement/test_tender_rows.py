"""The rows of a public tender give the award that the evaluation of the offers gives, whatever the offers, the day and the buyer."""

from __future__ import annotations

from datetime import date
from random import Random

import numpy as np
import pytest

from roi.domain.procurement import Solicitation
from roi.domain.tenders import Tender
from roi.formula import Input, Statement, Tape, rows
from roi.rules.procurement import evaluate
from roi.rules.procurement.standing import DECISIONS, FLAGS, standing
from roi.statement.tender import EVALUATION, OFFERS, bid_without_contract
from roi.units import FLAG, NUMBER, YEAR, parse

PRICE = parse("USD/kg")
KEYS = {step: number for number, step in enumerate(DECISIONS, start=1)}
FIGURES = ("finishing_cost", "other_components", "other_domestic_share", "rival_price_ratio", "preference")


def tender(book, chance: Random, **figures) -> Tender:
    """A random tender; its figures in the place of those of the bundled one."""
    like = book.tenders["us_federal_acetaminophen"]
    changed = {key: getattr(like, key).model_copy(update={"value": value}) for key, value in figures.items()}
    return like.model_copy(
        update={
            "agency": chance.choice(["civilian", "dod"]),
            "cots": chance.random() < 0.2,
            "award_years": chance.choice([1, 3, 5]),
            "finished_in": chance.choice(["us", "us", "us", "in", "de"]),
            "offeror_size": chance.choice(["small", "large"]),
            "rival_finished_in": chance.choice(["us", "us", "in", "de", "mx"]),
            "rival_substance_origin": chance.choice(["us", "in", "cn", "de"]),
            "rival_size": chance.choice(["small", "large"]),
            **changed,
        }
    )


def by_rows(rules, tenders: list[tuple[Tender, str, int, float, float]]) -> tuple[list[bool], list[int]]:
    """For each (tender, origin, year, price of the substance, market price): whether the rows award to us, and the number of the rule."""
    prices = ("finishing_cost", "other_components")
    known = {"spot_price": (PRICE, [one[3] for one in tenders]), "market_price": (PRICE, [one[4] for one in tenders])}
    for key in FIGURES:
        known[f"tender.{key}"] = (PRICE if key in prices else NUMBER, [getattr(one[0], key).value for one in tenders])
    known |= {f"tender.decided.{step}": (NUMBER, [float(number)] * len(tenders)) for step, number in KEYS.items()}
    known |= {"general_price_index": (NUMBER, [1.0] * len(tenders)), "tendered": (parse("kg/year"), [1.0] * len(tenders))}
    law = [standing(rules, asked, origin, (year,)) for asked, origin, year, _, _ in tenders]
    series = {f"tender.law.{key}": (FLAG if key in FLAGS else NUMBER, [one[key][0] for one in law]) for key in law[0]}
    series |= {"operating": (FLAG, [1.0] * len(tenders)), "year": (YEAR, [0.0] * len(tenders))}
    inputs = {name: Input(name, name, unit) for name, (unit, _) in known.items()}
    inputs |= {name: Input(name, name, unit, "series", whole=unit in (FLAG, YEAR)) for name, (unit, _) in series.items()}
    statement = Statement("option", "Option", rows(bid_without_contract, OFFERS, EVALUATION), inputs)
    values = {name: np.array(column) for name, (_, column) in known.items()}
    values |= {name: np.array([column]) for name, (_, column) in series.items()}
    wins, rule = statement.cells["wins"], statement.cells["rule_that_decided"]
    found = Tape([wins, rule], {}, 1, values).run(values, len(tenders))
    return [bool(one) for one in found[wins][0]], [int(one) for one in found[rule][0]]


def by_law(rules, asked: Tender, origin: str, year: int, substance: float, market: float) -> tuple[tuple[str, ...], str]:
    """Offers that win, and the last deciding step, as the evaluation of the two offers gives them."""
    home, other = rules.country, asked.other_components.value
    total = substance + other
    at_home = asked.other_domestic_share.value * other / total
    shares = {origin: substance / total, "unknown": other / total - at_home}
    shares[home] = shares.get(home, 0.0) + at_home
    content = asked.rival_content_share.value
    own = {"price": substance + asked.finishing_cost.value, "finished_in": asked.finished_in, "substance_origin": origin}
    rival = {
        "price": (market + asked.finishing_cost.value) * asked.rival_price_ratio.value,
        "finished_in": asked.rival_finished_in,
        "substance_origin": asked.rival_substance_origin,
        "component_shares": {home: content, "unknown": 1 - content},
    }
    offers = {
        "own": {"size": asked.offeror_size, "lines": {"drug": {**own, "component_shares": shares}}},
        "rival": {"size": asked.rival_size, "lines": {"drug": rival}},
    }
    found = evaluate(
        rules,
        Solicitation.model_validate(
            {
                "id": "tender", "label": "Tender", "rules": "us_federal", "agency": asked.agency, "issued": date(year, 1, 1),
                "first_delivery": date(year, 1, 1), "last_delivery": date(year + asked.award_years - 1, 12, 31), "value": asked.value.value,
                "lines": {"drug": {"label": "Drug", "cots": asked.cots}}, "offers": offers,
            }
        ),
    )  # fmt: skip
    (award,) = found.awards
    paragraphs = {text: step for step, text in rules.paragraphs.items() if step in DECISIONS}
    reasons = {paragraphs[step.paragraph]: step.text for step in found.steps if step.paragraph in paragraphs}
    last = list(reasons)[-1]
    # one of the two offers was out: the rows name the paragraph that put it out, not the award on the one that is left
    return award.offers, "restricted" if last == "restricted_low" and not reasons["restricted"].endswith("out: none") else last


@pytest.mark.parametrize("law", ["open", "closed"])
def test_the_rows_award_as_the_evaluation_does(book, rules, closed, law) -> None:
    chance = Random(20261122)
    acts = {"open": rules, "closed": closed}[law]
    tenders = []
    for _ in range(4000):
        figures = {
            "value": chance.choice([50_000.0, 101_000.0, 150_000.0, 5_000_000.0]),
            "finishing_cost": chance.uniform(5, 20),
            "other_components": chance.uniform(1, 20),
            "other_domestic_share": chance.random(),
            "rival_price_ratio": chance.uniform(0.6, 1.4),
            "rival_content_share": chance.random(),
        }
        year = chance.randint(2018, 2034)
        asked = tender(book, chance, **figures).model_copy(update={"first_solicitation": year})
        origin = chance.choice(["us", "us", "in", "cn", "de"])
        tenders.append((asked, origin, year, chance.uniform(2, 30), chance.uniform(2, 30)))
    won, rule = by_rows(acts, tenders)
    for one, wins, number in zip(tenders, won, rule, strict=True):
        winners, reason = by_law(acts, *one)
        assert winners == (("own",) if wins else ("rival",)), one
        assert DECISIONS[number - 1] == reason, one
    assert set(rule) == set(KEYS.values())
    assert 1000 < sum(won) < 3000

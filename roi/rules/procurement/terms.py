"""The dated rules as they stand for one solicitation: factors, component share, agreements that cover it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from roi.domain import Assumption
from roi.domain.procurement import Agreement, ProcurementRules, Solicitation
from roi.errors import Problem, RoiError, nearest
from roi.rules.dated import on_day


@dataclass(frozen=True)
class Step:
    """One step of the evaluation: the paragraph that orders it, the line item it is about (empty: all) and what it found."""

    paragraph: str
    text: str
    line: str = ""


@dataclass(frozen=True)
class Coverage:
    """An agreement that was considered. threshold : value from which it covers the acquisition [USD]. reason : why it covers it or not."""

    name: str
    label: str
    threshold: float | None
    covers: bool
    reason: str


@dataclass(frozen=True)
class Terms:
    """The rules of a solicitation on its days.

    component_share : share of component cost that domestic components must exceed. fallback_share : content above which a nationally made
    product may be treated as domestic; None when the procedure does not run. domestic_origins : countries whose components count as
    domestic. eligible : countries whose products get no factor. restricts : an agreement that restricts buying covers the acquisition.
    """

    rules: ProcurementRules
    factor_large: Fraction
    factor_small: Fraction
    component_share: Fraction
    fallback_share: Fraction | None
    finishing_confers_origin: bool
    group_share: Fraction
    domestic_origins: frozenset[str]
    eligible: frozenset[str]
    restricts: bool
    same_consideration: bool
    set_aside: bool
    coverage: tuple[Coverage, ...]
    caveats: tuple[str, ...]

    def step(self, key: str, text: str, line: str = "") -> Step:
        """A step with the paragraph that the rules give for it. Raises RoiError when they give none."""
        if key not in self.rules.paragraphs:
            remedy = nearest(key, self.rules.paragraphs)
            raise RoiError(Problem(self.rules.where, f"no paragraph for the step {key!r}", remedy, f"{self.rules.id}.paragraphs"))
        return Step(self.rules.paragraphs[key], text, line)

    def factor(self, small: bool, low_is_small: bool) -> Fraction:
        """Evaluation factor, by the size of the lowest domestic offeror; in a set-aside a small low offeror calls for the same."""
        return self.factor_small if small or (self.set_aside and low_is_small) else self.factor_large


def exact(number: float) -> Fraction:
    """The decimal number as it is written, so that ties and thresholds are met exactly."""
    return Fraction(repr(float(number)))


def in_force(figure: Assumption, day: date) -> float:
    """Value on a day. Raises RoiError when the day lies before the data."""
    value = on_day(figure.dated, day)
    if value is None:
        first = figure.dated[0][0]
        what = f"nothing is in force on {day}: the data begin on {first}"
        raise RoiError(Problem(figure.where, what, f"give a day from {first} on, or add the earlier value with its source", figure.id))
    return value


def terms(rules: ProcurementRules, asked: Solicitation) -> Terms:
    """The rules for a solicitation. Raises RoiError for an agency or agreement they do not know, and for days before their data."""
    if asked.agency not in rules.agencies:
        raise RoiError(
            Problem(asked.where, f"unknown agency {asked.agency!r}", nearest(asked.agency, rules.agencies), f"{asked.id}.agency")
        )
    if unknown := [name for name in asked.agreements or () if name not in rules.agreements]:
        what = f"unknown agreement {unknown[0]!r}"
        raise RoiError(Problem(asked.where, what, nearest(unknown[0], rules.agreements), f"{asked.id}.agreements"))
    agency, day = rules.agencies[asked.agency], asked.issued
    last = asked.last_delivery or asked.first_delivery
    by_delivery = day >= rules.delivery_basis_from
    changes = [first for first, _ in agency.component_share.dated if asked.first_delivery < first <= last]
    days = [asked.first_delivery, *changes] if by_delivery else [day]
    coverage = tuple(_coverage(name, one, asked) for name, one in rules.agreements.items())
    covering = [rules.agreements[one.name] for one in coverage if one.covers]
    qualifying = rules.country_lists[agency.qualifying_countries].members if agency.qualifying_countries else ()
    named = {country for one in covering for name in one.lists for country in rules.country_lists[name].members}
    fallback = on_day(rules.fallback_share.dated, day)
    beside = on_day(rules.fallback_beside_agreements.dated, day)
    return Terms(
        rules=rules,
        factor_large=exact(in_force(agency.factor_large, day)),
        factor_small=exact(in_force(agency.factor_small, day)),
        component_share=max(exact(in_force(agency.component_share, one)) for one in days),
        fallback_share=None if fallback is None or (covering and not beside) else exact(fallback),
        finishing_confers_origin=bool(in_force(rules.finishing_confers_origin, day)),
        group_share=exact(in_force(rules.group_share, day)),
        domestic_origins=frozenset((rules.country, *qualifying)),
        eligible=frozenset(named.union(qualifying)),
        restricts=any(one.restricts for one in covering),
        same_consideration=agency.same_consideration if asked.same_consideration is None else asked.same_consideration,
        set_aside=asked.set_aside,
        coverage=coverage,
        caveats=tuple(_caveats(rules, asked)),
    )


def _coverage(name: str, agreement: Agreement, asked: Solicitation) -> Coverage:
    threshold = on_day(agreement.threshold.dated, asked.issued)

    def found(covers: bool, reason: str) -> Coverage:
        return Coverage(name, agreement.label, threshold, covers, reason)

    if asked.agreements is not None:
        stated = name in asked.agreements
        return found(stated, "stated in the solicitation" if stated else "not among the agreements the solicitation states")
    if asked.set_aside:
        return found(False, "the acquisition is set aside for small business")
    if asked.agency in agreement.except_agencies:
        return found(False, f"it does not bind {asked.agency}")
    if threshold is None:
        return found(False, f"no threshold is known on {asked.issued}")
    covers = asked.value >= threshold
    return found(covers, f"value {asked.value:,.0f} is {'not below' if covers else 'below'} {threshold:,.0f}")


def _caveats(rules: ProcurementRules, asked: Solicitation) -> list[str]:
    """What the reader must know: caveats of the rules, and thresholds held beyond the day until which they were found."""
    found = [one.text for one in rules.caveats.values() if asked.issued >= one.since]
    held = [one.label for one in rules.agreements.values() if one.known_until and asked.issued > one.known_until]
    if held and asked.agreements is None and not asked.set_aside:
        found.append(
            f"The thresholds of {asked.issued} were not found for: {'; '.join(held)}. The last known are held;"
            " state agreements in the solicitation where its value is near one."
        )
    return found

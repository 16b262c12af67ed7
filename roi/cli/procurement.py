"""roi procurement: who wins a public tender, step by step."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from roi.cli import options

if TYPE_CHECKING:
    from roi.domain.procurement import Solicitation
    from roi.rules.procurement import Award, Evaluation


@click.group()
def procurement() -> None:
    """Public buying: evaluate offers under the dated rules of the buyer."""


@procurement.command()
@click.argument("offers", type=click.Path(dir_okay=False, path_type=Path))
@options.table_or_json
@options.scenario
@options.settings
@options.assumptions
@options.debug
def evaluate(offers: Path, shape: str, scenarios: tuple[str, ...], settings: tuple[str, ...], assumptions: str | None, debug: bool) -> None:
    """Evaluate the file OFFERS (see `roi new offers`): each step with its paragraph, the evaluated prices, the award."""
    from roi.book import open_book
    from roi.book.offers import read_offers
    from roi.rules.procurement import evaluate as evaluated

    book = open_book(assumptions, scenarios, settings)
    asked = read_offers(offers, book.procurement)
    found = evaluated(book.procurement[asked.rules], asked)
    if shape == "json":
        click.echo(json.dumps(_data(asked, found), indent=1, ensure_ascii=False))
    else:
        _print(asked, found)


def _data(asked: Solicitation, found: Evaluation) -> dict[str, Any]:
    return {
        "solicitation": asked.label,
        "rules": found.terms.rules.id,
        "reviewed": found.terms.rules.reviewed.isoformat(),
        "agency": asked.agency,
        "issued": asked.issued.isoformat(),
        "component_share": float(found.terms.component_share),
        "agreements": [
            {"id": one.name, "threshold": one.threshold, "covers": one.covers, "reason": one.reason} for one in found.terms.coverage
        ],
        "origins": [
            {
                "offer": offer,
                "line": line,
                "customs": one.customs,
                "trade_agreements": one.agreement,
                "nationally_made": one.nationally_made,
                "domestic": one.domestic,
                "content_share": one.content,
                "category": one.category,
            }
            for (offer, line), one in found.origins.items()
        ],
        "steps": [{"paragraph": one.paragraph, "line": one.line, "text": one.text} for one in found.steps],
        "evaluated": [
            {
                "line": one.line,
                "offer": one.offer,
                "category": one.category,
                "price": one.price,
                "duty": one.duty,
                "factor": one.factor,
                "evaluated": one.evaluated,
            }
            for one in found.evaluated
        ],
        "all_or_none": [
            {
                "offer": one.offer,
                "evaluated": {line: float(price) for line, price in one.restricted.items()},
                "pattern": {line: {"offer": offer, "evaluated": float(price)} for line, (offer, price) in one.pattern.items()},
                "total": float(one.restricted_total),
                "pattern_total": float(one.pattern_total),
                "wins": one.wins,
            }
            for one in found.comparisons
        ],
        "awards": [
            {"offers": list(one.offers), "lines": list(one.lines), "amount": one.amount, "cost_with_duty": one.cost, "by_lots": _lots(one)}
            for one in found.awards
        ],
        "undecided": list(found.undecided),
        "caveats": list(found.terms.caveats),
    }


def _print(asked: Solicitation, found: Evaluation) -> None:
    click.secho(asked.label, bold=True)
    click.echo(f"  {found.terms.rules.label}; {asked.agency}; issued {asked.issued}; value {asked.value:,.0f} USD")
    click.secho("\nSteps", bold=True)
    width = max(len(step.paragraph) for step in found.steps)
    for step in found.steps:
        click.echo(f"  {step.paragraph:<{width}}  {f'[{step.line}] ' if step.line else ''}{step.text}")
    click.secho("\nEvaluated prices, USD", bold=True)
    rows = [("line", "offer", "treated as", "price", "duty not in it", "factor", "evaluated")]
    rows += [
        (one.line, one.offer, one.category.replace("_", " "), _usd(one.price), _usd(one.duty), f"{one.factor:.0%}", _usd(one.evaluated))
        for one in found.evaluated
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        left = (f"{text:<{wide}}" for text, wide in zip(row[:3], widths[:3], strict=True))
        right = (f"{text:>{wide}}" for text, wide in zip(row[3:], widths[3:], strict=True))
        click.echo("  " + "  ".join((*left, *right)).rstrip())
    click.secho("\nAward", bold=True)
    for award in found.awards:
        who = f"lots between {' and '.join(award.offers)}" if _lots(award) else award.offers[0]
        duty = f", {_usd(award.cost)} USD with duty" if award.cost != award.amount else ""
        click.echo(f"  {who}: {', '.join(award.lines)} for {_usd(award.amount)} USD{duty}")
    for line in found.undecided:
        click.echo(f"  {line}: none under these rules, see the steps")
    for caveat in found.terms.caveats:
        click.secho(f"\nNote: {caveat}", fg="yellow")
    click.echo(f"\nRules reviewed on {found.terms.rules.reviewed}: {found.terms.rules.where.rpartition(':')[0]}")


def _lots(award: Award) -> bool:
    return len(award.offers) > 1


def _usd(amount: float) -> str:
    return f"{amount:,.2f}".removesuffix(".00")

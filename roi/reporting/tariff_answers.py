"""Answers of ``roi tariff``: a quote and a history as tables and as data."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from roi.rules.customs import Quote, QuotedLayer
from roi.rules.history import Period
from roi.rules.measures import Import

if TYPE_CHECKING:
    from rich.table import Table


def quote_json(quote: Quote, warnings: Sequence[str]) -> str:
    """The quote as JSON text: layers, duty, fees, total, effective rate; the customs value and the warnings beside them."""
    data: dict[str, Any] = {
        "layers": [
            {
                "id": one.standing.measure.id,
                "rate": round(one.standing.rate, 12),
                "amount": float(one.amount),
                "applies": one.standing.applies,
                "reason": one.standing.reason,
                "citation": one.standing.measure.citation,
            }
            for one in quote.layers
        ],
        "duty": float(quote.duty),
        "fees": {"mpf": float(quote.processing), "hmf": float(quote.harbor)},
        "total": float(quote.total),
        "effective_rate": round(quote.effective_rate, 12),
        "customs_value": float(quote.value),
        "warnings": list(warnings),
    }
    return json.dumps(data, indent=1, ensure_ascii=False)


def quote_table(quote: Quote, goods: Import) -> Table:
    """Every layer considered with rate, amount, why and citation; fees and total below."""
    from rich.markup import escape
    from rich.table import Table

    title = f"{goods.hts} of {goods.origin.upper()}, customs value {quote.value:,} USD"
    table = Table(title=title, title_justify="left", box=None, pad_edge=False)
    for name in ("Layer", "Rate", "USD", "Why", "Citation"):
        table.add_column(name, justify="right" if name in ("Rate", "USD") else "left", overflow="fold")
    for one in sorted(quote.layers, key=_relevance):
        rate, amount = (share(one.standing.rate), f"{one.amount:,}") if one.standing.applies else ("–", "–")
        cells = (one.standing.measure.label, rate, amount, one.standing.reason, one.standing.measure.citation)
        table.add_row(*map(escape, cells), style="" if one.standing.applies else "dim")
    table.add_section()
    table.add_row("Duty", "", f"{quote.duty:,}", "", "")
    table.add_row("Merchandise processing fee", "", f"{quote.processing:,}", "", "19 CFR 24.23")
    table.add_row("Harbor maintenance fee", "", f"{quote.harbor:,}", "", "19 CFR 24.24")
    table.add_row("Total", share(quote.effective_rate), f"{quote.total:,}", "effective rate on the customs value", "", style="bold")
    return table


def history_table(periods: Sequence[Period], goods: Import) -> Table:
    """One line a period: days, total rate, what it is made of."""
    from rich.markup import escape
    from rich.table import Table

    table = Table(title=f"Duty rate of {goods.hts} of {goods.origin.upper()}", title_justify="left", box=None, pad_edge=False)
    table.add_column("From")
    table.add_column("To")
    table.add_column("Rate", justify="right")
    table.add_column("Made of", overflow="fold")
    for one in periods:
        table.add_row(one.first.isoformat(), one.last.isoformat(), share(one.total), escape(_parts(one)))
    return table


def history_json(periods: Sequence[Period], goods: Import, warnings: Sequence[str]) -> str:
    """The periods as JSON text."""
    data = {
        "hts": goods.hts,
        "origin": goods.origin.upper(),
        "claims": list(goods.claims),
        "periods": [
            {
                "from": one.first.isoformat(),
                "to": one.last.isoformat(),
                "rate": round(one.total, 12),
                "layers": {layer.measure.id: round(layer.rate, 12) for layer in one.layers},
            }
            for one in periods
        ],
        "warnings": list(warnings),
    }
    return json.dumps(data, indent=1, ensure_ascii=False)


def history_csv(periods: Sequence[Period]) -> str:
    """The periods as CSV text: from, to, rate, layers."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("from", "to", "rate", "layers"))
    for one in periods:
        parts = "; ".join(f"{layer.measure.id} {layer.rate:.12g}" for layer in one.layers if layer.rate)
        writer.writerow((one.first.isoformat(), one.last.isoformat(), f"{one.total:.12g}", parts))
    return text.getvalue()


def share(rate: float) -> str:
    """A rate as a percentage with the digits it needs."""
    return f"{rate * 100:.4f}".rstrip("0").rstrip(".") + " %"


def _relevance(one: QuotedLayer) -> tuple[bool, bool]:
    return not one.standing.applies, "is not in its scope" in one.standing.reason or one.standing.reason.startswith("no rate")


def _parts(period: Period) -> str:
    return ", ".join(f"{layer.measure.label} {share(layer.rate)}" for layer in period.layers if layer.rate) or "free"

"""report.html: one page that needs nothing else. The same comparison and provenance give the same bytes."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from roi.analysis.comparison import Comparison
from roi.analysis.drivers import SAMPLE
from roi.analysis.trials import CURVE_TRIALS
from roi.domain import Assumption
from roi.paths import bundled
from roi.reporting import charts, pages, spread_page, words
from roi.reporting.buyers import segment_lines
from roi.reporting.components import shown_components
from roi.reporting.drivers import headline
from roi.reporting.duties import duty_finding, duty_title, option_duties
from roi.reporting.figures import CONFIDENCE, by_confidence, figures_used, vintage
from roi.reporting.law import law_groups, law_table
from roi.reporting.look import PAGE_COLOURS, config, looks
from roi.reporting.numbers import money, money_range, number, percent, points
from roi.reporting.perspectives import party_bars, party_page
from roi.reporting.provenance import Provenance
from roi.reporting.resilience import resilience_table
from roi.reporting.risks import risk_lines
from roi.reporting.run_notes import run_notes
from roi.reporting.tenders import tender_tables
from roi.reporting.tornado import driver_part, tornado

if TYPE_CHECKING:
    from jinja2 import Environment

SCRIPTS = ("vendor/vega.min.js", "report.js")


def report_html(comparison: Comparison, provenance: Provenance) -> str:
    """The report as one self-contained page, readable without JavaScript, in print and in both colour schemes."""
    scripts = [(bundled("templates") / name).read_text(encoding="utf-8") for name in SCRIPTS]
    used = figures_used(comparison.model)
    page = _environment().get_template("report.html.jinja")
    return page.render(
        policy=content_policy(scripts),
        scripts=scripts,
        comparison=comparison,
        case=comparison.model.case,
        provenance=provenance,
        answer=words.answer(comparison),
        pair=_pair(comparison),
        tiles=tiles(comparison, used),
        looks=looks(tuple(comparison.model.options)),
        lines=pages.option_lines(comparison),
        segments=segment_lines(comparison),
        parties=party_page(comparison),
        leads=words.leads(comparison),
        tenders=tender_tables(comparison),
        resilience=resilience_table(comparison),
        tender_trials=min(SAMPLE, comparison.trials.trials),
        duty_title=duty_title(comparison),
        duty_finding=duty_finding(comparison),
        duties=option_duties(comparison),
        law=law_table(law_groups(comparison), comparison.model.calendar.years),
        risks=risk_lines(comparison),
        groups=pages.assumption_groups(comparison, used),
        spread_lines=spread_page.spread_lines(comparison),
        joint=spread_page.joint_sentences(comparison),
        ties=spread_page.ties(comparison),
        drawing=spread_page.drawing(comparison),
        run_notes=run_notes(comparison),
        headline=headline(comparison),
        drivers=driver_part(comparison),
        **_charts(comparison),
        **_sources(comparison, used),
    )


def tiles(comparison: Comparison, figures: dict[str, Assumption]) -> tuple[tuple[str, str, str], ...]:
    """The numbers of the first screen: what, value, range or remark."""
    judged = sum(count for grade, count in by_confidence(figures).items() if CONFIDENCE[grade] == "judgement")
    last = ("Figures that are judgement", percent(judged / len(figures)), f"{judged} of {len(figures)} assumptions used")
    option = words.focus(comparison)
    if option is None:
        return (last,)
    found = comparison.against[option]
    gap, trials = found.incremental_npv, comparison.trials.trials
    mine, theirs = (comparison.measures[one]["levelised_cost"].base for one in (option, comparison.reference))
    unsure, to = 0 < found.p_wins < 1, words.leads(comparison)
    return (
        (f"Difference in net present value{to}", money(gap.base), f"P5–P95 {money_range(gap.trials.p05, gap.trials.p95)}"),
        (
            f"Chance of the higher net present value{to}",
            percent(found.p_wins),
            f"± {points(found.p_wins_se)} points, {trials:,} trials" if unsure else words.in_trials(found.p_wins, 0.0, trials),
        ),
        (
            "Difference in levelised cost",
            f"{words.signed(mine - theirs)} USD per kg",
            f"{number(mine)} against {number(theirs)} USD per kg, before tax",
        ),
        last,
    )


def _pair(comparison: Comparison) -> str:
    """What the tiles compare; empty for one option alone."""
    option = words.focus(comparison)
    return f"{words.label(comparison, option)} against {words.label(comparison, comparison.reference)}" if option else ""


def _charts(comparison: Comparison) -> dict[str, Any]:
    curves, npv_scale = charts.chance_curves(comparison)
    cash_scale = charts.cash_scale(comparison)
    parts = shown_components(comparison)
    return {
        "specs": {
            "npv": curves,
            "cost": charts.cost_bars(comparison, parts),
            "drivers": tornado(comparison),
            "parties": party_bars(comparison),
            **{f"cash-{place}": spec for place, spec in enumerate(charts.cash_bands(comparison, cash_scale).values())},
        },
        "config": config(PAGE_COLOURS),
        "parts": parts,
        "npv_finding": words.npv_finding(comparison),
        "cash_finding": words.cash_finding(comparison),
        "cost_finding": words.cost_finding(comparison),
        "npv_scale": npv_scale,
        "cash_scale": cash_scale,
        "curve_trials": min(CURVE_TRIALS, comparison.trials.trials),
        "npv_table": pages.chance_table(comparison, npv_scale),
        "cash_table": pages.cash_table(comparison, cash_scale),
        "cost_table": pages.cost_table(comparison),
    }


def _sources(comparison: Comparison, figures: dict[str, Assumption]) -> dict[str, Any]:
    oldest, newest = vintage(figures)
    return {
        "used": len(figures),
        "grades": [(CONFIDENCE[grade], count) for grade, count in by_confidence(figures).items()],
        "judged": [figure for figure in figures.values() if CONFIDENCE[figure.confidence] == "judgement"],
        "oldest": oldest.isoformat(),
        "newest": newest.isoformat(),
        "uncertain": len(comparison.model.uncertain),
    }


def content_policy(scripts: list[str]) -> str:
    """Content security policy of the page: nothing is loaded, only these scripts run, and none of them may make code from text."""
    hashes = " ".join(f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'" for script in scripts)
    return f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"


def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    from roi.reporting.kept_templates import KeptTemplates

    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        loader=FileSystemLoader(bundled("templates"), encoding="utf-8"),
        trim_blocks=True,
        lstrip_blocks=True,
        bytecode_cache=KeptTemplates(),
    )
    # only our own files pass here: the style sheet and the scripts of the templates folder
    environment.filters["ours"] = Markup
    environment.filters["setting"] = pages.setting
    environment.policies["json.dumps_kwargs"] = {"sort_keys": True, "separators": (",", ":"), "allow_nan": False, "ensure_ascii": False}
    return environment

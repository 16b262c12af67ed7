"""What must hold between the entries of correlations.yaml and the figures they name."""

from __future__ import annotations

from itertools import combinations

from roi.book.references import Shelf
from roi.domain import Assumption, Copula, Correlation, Entity
from roi.errors import nearest


def check_correlations(shelf: Shelf) -> None:
    """Note on the desk of the shelf every correlation that does not hold up."""
    figures = {figure.id: figure for noun in shelf.nouns.values() if isinstance(noun, Entity) for _, figure in noun.figures()}
    said: dict[frozenset[str], str] = {}
    for id, noun in shelf.nouns.items():
        if isinstance(noun, Copula):
            _copula(shelf, id, noun)
        elif isinstance(noun, Correlation):
            _form(shelf, id, noun)
            _ids(shelf, id, noun, figures)
            for pair in combinations(dict.fromkeys(noun.named), 2):
                first = said.setdefault(frozenset(pair), id)
                if first != id:
                    what = f"{pair[0]} and {pair[1]} are correlated already by {first}"
                    shelf.note(id, (_key(noun),), what, "keep one of the two")


def _key(noun: Correlation) -> str:
    return "between" if noun.between else "members"


def _copula(shelf: Shelf, id: str, copula: Copula) -> None:
    if copula.kind == "student_t" and copula.degrees_of_freedom is None:
        shelf.note(id, ("kind",), "a Student copula needs degrees_of_freedom", "add degrees_of_freedom: a figure in 1, as 5")
    if copula.kind == "gaussian" and copula.degrees_of_freedom is not None:
        shelf.note(id, ("degrees_of_freedom",), "a Gaussian copula has no degrees of freedom", "take them out, or write kind: student_t")
    if copula.degrees_of_freedom and copula.degrees_of_freedom.distribution:
        shelf.note(id, ("degrees_of_freedom",), "degrees of freedom cannot be uncertain", "give value only")


def _form(shelf: Shelf, id: str, noun: Correlation) -> None:
    if bool(noun.between) == bool(noun.members):
        remedy = "write between: [id, id] for two figures, or members: [id, id, id] for every two of a group"
        shelf.note(id, (_key(noun),), "a correlation has either between or members", remedy)
    elif noun.between and len(noun.between) != 2:
        shelf.note(id, ("between",), f"between names {len(noun.between)} figures", "name two, or write members for a group")
    elif len(noun.named) < 2:
        shelf.note(id, ("members",), "members names one figure only", "name at least two")
    if len(set(noun.named)) < len(noun.named):
        twice = next(one for one in noun.named if noun.named.count(one) > 1)
        shelf.note(id, (_key(noun),), f"{twice} is named twice", "name each figure once")
    if noun.rank_correlation.distribution is not None:
        shelf.note(id, ("rank_correlation",), "a rank correlation cannot be uncertain", "give value only")


def _ids(shelf: Shelf, id: str, noun: Correlation, figures: dict[str, Assumption]) -> None:
    for one in dict.fromkeys(noun.named):
        entity = ".".join(one.split(".")[:2])
        if one in figures and figures[one].shape != "scalar":
            shelf.note(id, (_key(noun),), f"{one} has values by age or date, which are not drawn", "correlate figures of one value")
        elif one not in figures and (entity in shelf.nouns or entity not in shelf.known):
            shelf.note(id, (_key(noun),), f"there is no figure {one!r}", nearest(one, figures))

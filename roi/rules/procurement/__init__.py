"""Who wins a public tender: origins of what is offered, agreements that cover it, and the evaluation in the order of the law."""

from roi.rules.procurement.evaluate import Award, Evaluated, Evaluation, evaluate
from roi.rules.procurement.origins import Origins, component_cost, content, origins
from roi.rules.procurement.terms import Coverage, Step, Terms, terms

__all__ = [
    "Award",
    "Coverage",
    "Evaluated",
    "Evaluation",
    "Origins",
    "Step",
    "Terms",
    "component_cost",
    "content",
    "evaluate",
    "origins",
    "terms",
]

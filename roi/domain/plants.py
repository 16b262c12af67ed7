"""What a plant's figures may be worked out from: an estimate of its capital, an index of plant costs, a process of steps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal

from pydantic import Field

from roi.domain.assumption import Assumption, Entity, In, Noun


def figures_below(lines: Mapping[str, Any], name: str) -> Iterator[tuple[str, Assumption]]:
    """Every figure in a mapping of nouns, as ``<name>.<line>.<key>``, and of the mappings in them."""
    for line, noun in lines.items():
        for key in type(noun).model_fields:
            value = getattr(noun, key)
            if isinstance(value, Assumption):
                yield f"{name}.{line}.{key}", value
            elif isinstance(value, dict):
                yield from figures_below(value, f"{name}.{line}.{key}")


class Equipment(Noun):
    """One line of a list of equipment. cost : of all its pieces, as purchased. installed_factor : cost in place over cost as purchased."""

    label: str
    cost: Annotated[Assumption, In("USD")]
    installed_factor: Annotated[Assumption | None, In("1")] = None


class CostFactor(Noun):
    """One line of direct or indirect cost. factor : times what the line rests on."""

    factor: Annotated[Assumption, In("1")]


class CapitalEstimate(Entity):
    """Fixed capital worked out from purchased equipment.

    method : `lang` (one factor on all equipment), `hand` or `wroth` (a factor for each line of equipment), `chain` (direct cost by
    shares of equipment, indirect cost by shares, fee and contingency). indirect_base : what the indirect shares are shares of.
    reference_capacity, scaling_exponent : the estimate is for that capacity, and is scaled to the plant's.
    cost_index : the index that brings equipment from the year of its dollars to the last year of the index.
    location_factor : cost at the plant's place over cost where the estimate was made.
    """

    method: Literal["lang", "hand", "wroth", "chain"]
    equipment: dict[str, Equipment]
    unlisted_share: Annotated[Assumption | None, In("1")] = None
    lang_factor: Annotated[Assumption | None, In("1")] = None
    direct: dict[str, CostFactor] = Field(default_factory=dict)
    indirect: dict[str, CostFactor] = Field(default_factory=dict)
    indirect_base: Literal["direct_cost", "equipment"] = "direct_cost"
    contractor_fee_share: Annotated[Assumption | None, In("1")] = None
    contingency_share: Annotated[Assumption | None, In("1")] = None
    reference_capacity: Annotated[Assumption | None, In("kg/year")] = None
    scaling_exponent: Annotated[Assumption | None, In("1")] = None
    cost_index: str | None = None
    location_factor: Annotated[Assumption | None, In("1")] = None
    commissioning_share: Annotated[Assumption | None, In("1")] = None
    qualification_share: Annotated[Assumption | None, In("1")] = None
    validation_batches: Annotated[Assumption | None, In("1")] = None
    validation_batch_cost: Annotated[Assumption | None, In("USD")] = None
    land: Annotated[Assumption | None, In("USD")] = None

    def figures(self) -> Iterator[tuple[str, Assumption]]:
        """Every figure, those of the lines as ``equipment.<line>.cost``, ``direct.<line>.factor`` and so on."""
        yield from super().figures()
        for name, lines in (("equipment", self.equipment), ("direct", self.direct), ("indirect", self.indirect)):
            yield from figures_below(lines, name)


class CostIndex(Entity):
    """An index of what plants cost: its values by year, each dated 1 January of its year."""

    index: Annotated[Assumption, In("1", "dated")]


class Material(Noun):
    """A material of a step. amount : kg fed for each kg of what the step takes in. recovered_share : of it, used again."""

    label: str
    amount: Annotated[Assumption, In("1")]
    recovered_share: Annotated[Assumption | None, In("1")] = None
    price: Annotated[Assumption, In("USD/kg")]


class Step(Noun):
    """A step of a process. mass_ratio : kg taken in per kg made at full yield. processing_cost : paid per kg made, as to a toll maker."""

    label: str
    mass_ratio: Annotated[Assumption, In("1")]
    step_yield: Annotated[Assumption, In("1")]
    processing_cost: Annotated[Assumption | None, In("USD/kg")] = None
    materials: dict[str, Material] = Field(default_factory=dict)


class Process(Entity):
    """A way to make a drug substance, in steps: the first takes in the key starting material, each other what the one before it made."""

    product: str
    steps: dict[str, Step]

    def figures(self) -> Iterator[tuple[str, Assumption]]:
        """Every figure of every step, as ``steps.<step>.step_yield`` and ``steps.<step>.materials.<material>.price``."""
        yield from figures_below(self.steps, "steps")

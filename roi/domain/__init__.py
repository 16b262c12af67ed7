"""The nouns, frozen."""

from roi.domain.assumption import Assumption, Confidence, Entity, In, Noun, Shape, Source, figures_of
from roi.domain.case import Case, Option, Scenario
from roi.domain.continuous import Beta, Lognormal, LogUniform, Normal, Pert, Smooth, Triangular, Uniform
from roi.domain.contract import Contract, PriceIndex, RebateTier
from roi.domain.correlation import Copula, Correlation
from roi.domain.distribution import Distribution, Mixture, Truncated
from roi.domain.market import Market, Segment, Shortage
from roi.domain.nouns import (
    Country,
    CustomsFees,
    Depreciation,
    DrugSubstance,
    FacilityFees,
    Finance,
    Loan,
    Merchant,
    Plant,
    Route,
    Supplier,
    Taxation,
)
from roi.domain.percentiles import Percentiles
from roi.domain.plants import CapitalEstimate, CostIndex, Process
from roi.domain.risks import CurrencyRisk, Decision, DisruptionRisk, PriceRisk, Regime, RegimeState, Risk, SharedShock
from roi.domain.stepped import Bernoulli, Discrete, Empirical, FirstEvent, Fixed
from roi.domain.tariffs import Drawback, HtsList, Origin, Schedule, ScheduledRate, TariffMeasure, TariffRate
from roi.domain.tenders import Tender

__all__ = [
    "Assumption",
    "Bernoulli",
    "Beta",
    "CapitalEstimate",
    "Case",
    "Confidence",
    "Contract",
    "Copula",
    "Correlation",
    "CostIndex",
    "Country",
    "CurrencyRisk",
    "CustomsFees",
    "Decision",
    "Depreciation",
    "Discrete",
    "DisruptionRisk",
    "Distribution",
    "Drawback",
    "DrugSubstance",
    "Empirical",
    "Entity",
    "FacilityFees",
    "Finance",
    "FirstEvent",
    "Fixed",
    "HtsList",
    "In",
    "Loan",
    "LogUniform",
    "Lognormal",
    "Market",
    "Merchant",
    "Mixture",
    "Normal",
    "Noun",
    "Option",
    "Origin",
    "Percentiles",
    "Pert",
    "Plant",
    "PriceIndex",
    "PriceRisk",
    "Process",
    "RebateTier",
    "Regime",
    "RegimeState",
    "Risk",
    "Route",
    "Scenario",
    "Schedule",
    "ScheduledRate",
    "Segment",
    "Shape",
    "SharedShock",
    "Shortage",
    "Smooth",
    "Source",
    "Supplier",
    "TariffMeasure",
    "TariffRate",
    "Taxation",
    "Tender",
    "Triangular",
    "Truncated",
    "Uniform",
    "figures_of",
]

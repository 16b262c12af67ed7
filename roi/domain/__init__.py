"""The nouns, frozen."""

from roi.domain.assumption import Assumption, Confidence, Entity, In, Noun, Shape, Source, figures_of
from roi.domain.case import Case, Option, Perspective, Scenario
from roi.domain.continuous import Beta, Lognormal, LogUniform, Normal, Pert, Smooth, Triangular, Uniform
from roi.domain.contract import Contract, PriceIndex, RebateTier
from roi.domain.correlation import Copula, Correlation
from roi.domain.distribution import Distribution, Mixture, Truncated
from roi.domain.fees import CustomsFees, FacilityFees
from roi.domain.fiscal import Depreciation, Finance, Loan, Taxation
from roi.domain.manufacturers import ContractManufacturer
from roi.domain.market import Market, Segment, Shortage
from roi.domain.mixes import Dual, Mix, Partnership, Staged
from roi.domain.nouns import (
    Country,
    DrugSubstance,
    Merchant,
    Plant,
    Route,
    Supplier,
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
    "ContractManufacturer",
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
    "Dual",
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
    "Mix",
    "Mixture",
    "Normal",
    "Noun",
    "Option",
    "Origin",
    "Partnership",
    "Percentiles",
    "Perspective",
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
    "Staged",
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

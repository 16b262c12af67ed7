"""A recurring public tender for the finished drug, against one rival."""

from __future__ import annotations

from typing import Annotated, Literal

from roi.domain.assumption import Assumption, Entity, In
from roi.domain.nouns import CountryCode

Size = Literal["small", "large"]


class Tender(Entity):
    """What a public buyer asks for again and again, and the rival in it. Prices are those of the finished drug for a kg of drug substance.

    rules : stem in `procurement/`. agency : one of theirs. cots : commercially available off the shelf; stated, never inferred.
    first_solicitation : calendar year. A solicitation is issued on the first day of its year and delivered for `award_years` years.
    finished_in : where the drug is finished from the option's drug substance; offeror_size : of that company. value : of one acquisition.
    finishing_cost : added to the price of the drug substance. other_components : their cost; other_domestic_share : of it.
    rival_price_ratio : rival's price with duty over that of the finished drug at the market price. rival_content_share : domestic share of
    its component cost. preference : in price, for a drug whose finishing and drug substance are both domestic, beyond the rules.
    """

    rules: str
    agency: str
    cots: bool
    first_solicitation: int
    award_years: int
    finished_in: CountryCode
    offeror_size: Size
    rival_finished_in: CountryCode
    rival_substance_origin: CountryCode
    rival_size: Size
    value: Annotated[Assumption, In("USD")]
    finishing_cost: Annotated[Assumption, In("USD/kg")]
    other_components: Annotated[Assumption, In("USD/kg")]
    other_domestic_share: Annotated[Assumption, In("1")]
    rival_price_ratio: Annotated[Assumption, In("1")]
    rival_content_share: Annotated[Assumption, In("1")]
    preference: Annotated[Assumption, In("1")]

"""Tenders in few words."""

from __future__ import annotations

from datetime import date

from roi.domain.procurement import Solicitation

DAY = date(2023, 6, 1)


def offer(price, category, size="large", duty=0, content=None, **more):
    """An offer for the one line, its category certified."""
    line = {"price": price, "duty": duty, "certified": category, "content_share": content}
    return {"size": size, "lines": {"item": line}, **more}


def made(price, finished_in, substance_origin, size="large", **facts):
    """An offer for the one line by its facts."""
    line = {"price": price, "finished_in": finished_in, "substance_origin": substance_origin, **facts}
    return {"size": size, "lines": {"item": line}}


def tender(offers, issued=DAY, agency="civilian", agreements=(), lines=None, cots=False, delivery=None, **more):
    """A solicitation of one line item (or `lines`) under the bundled rules, with no agreement unless some are named."""
    return Solicitation.model_validate(
        {
            "id": "tender",
            "label": "Tender",
            "rules": "us_federal",
            "agency": agency,
            "issued": issued,
            "first_delivery": delivery or issued,
            "value": 100000,
            "agreements": agreements,
            "lines": lines or {"item": {"label": "Item", "cots": cots}},
            "offers": offers,
            **more,
        }
    )


def winners(evaluation):
    """Offers that win, by line."""
    return {line: award.offers for award in evaluation.awards for line in award.lines}

"""One broken file of offers for each message: it says the line, the id, what is wrong and what to do."""

from pathlib import Path

import pytest

from roi.book.offers import read_offers
from roi.errors import RoiError

GOOD = (Path(__file__).parent / "data" / "good.yaml").read_text(encoding="utf-8")
A, B, C = ("good.offers.A.lines.tablets", "good.offers.B.lines.tablets", "good.offers.C.lines.tablets")

# what the file says, what it says instead, line, id, words of the message, words of the remedy
BROKEN = [
    ("agency: civilian", "agency: civil", 3, "good.agency", "unknown agency 'civil'", "did you mean civilian?"),
    ("rules: us_federal", "rules: us_federl", 2, "good.rules", "unknown rules 'us_federl'", "did you mean us_federal?"),
    ("issued: 2026-09-15\n", "", 1, "good.issued", "key 'issued' is missing", "add issued"),
    ("issued: 2026-09-15", "issued: 15.9.2026", 4, "good.issued", "'15.9.2026' is not a day", "as 2026-01-31"),
    ("issued: 2026-09-15", "issued: 2017-12-31", 4, "good.issued", "before the data of procurement.us_federal", "from 2018-01-01 on"),
    ("first_delivery: 2027-02-01\n", "", 1, "good.first_delivery", "key 'first_delivery' is missing", "add first_delivery"),
    ("first_delivery: 2027", "first_delivery: 2026", 5, "good.first_delivery", "lies before the solicitation", "mend one of the two"),
    ("last_delivery: 2027-12-31", "last_delivery: 2027-01-31", 6,
     "good.last_delivery", "lies before first_delivery", "mend one of the two"),
    ("value: 160000", "value: 160,000", 7, "good.value", "is text, '160,000'", "write 160000, without separators"),
    ("value: 160000", "value: -5", 7, "good.value", "value -5 is negative", "positive numbers"),
    ("value: 160000\n", "", 1, "good.value", "key 'value' is missing", "add value"),
    ("set_aside: false", "set_aside: no", 8, "good.set_aside", "'no', which is neither true nor false", "write true or false"),
    ("set_aside: false", "set_asid: false", 8, "good.set_asid", "unknown key 'set_asid'", "did you mean set_aside?"),
    ("set_aside: false", "agreements: [wto_gap]", 8, "good.agreements", "unknown agreement 'wto_gap'", "did you mean wto_gpa?"),
    ("set_aside: false", "award: lines", 8, "good.award", "unknown award 'lines'", "did you mean line?"),
    ("    cots: false\n", "", 10, "good.lines.tablets.cots", "key 'cots' is missing", "add cots"),
    ("cots: false", "cots: false\n    critical_item: opium", 13,
     "good.lines.tablets.critical_item", "no critical item", "the list is empty"),
    ("size: small", "size: smal", 15, "good.offers.A.size", "unknown size 'smal'", "did you mean small?"),
    ("  B:\n", "  A:\n", 32, "", "duplicate key 'A', first given on line 14", "keep one of the two"),
    ("price: 152000", "price: -152000", 18, f"{A}.price", "price -152000 is negative", "positive numbers"),
    ("price: 152000", "price: 0", 18, f"{A}.price", "price is 0", "the offered price"),
    ("        price: 152000\n", "", 17, f"{A}.price", "key 'price' is missing", "add price"),
    ("price: 152000", "price: 152000\n        duty: -1", 19, f"{A}.duty", "duty -1 is negative", "positive numbers"),
    ("finished_in: us\n        substance_origin: us", "finished_in: US\n        substance_origin: us", 19, f"{A}.finished_in",
     "unknown country 'US'", "did you mean us?"),
    ("substance_origin: in", "substance_origin: india", 38, f"{B}.substance_origin", "unknown country 'india'", "ISO 3166"),
    ("        substance_origin: in\n", "", 35, B, "key 'substance_origin' is missing", "or certified"),
    ("            origin: us\n", "            origin: uk\n", 23,
     f"{A}.components.drug_substance.origin", "unknown country 'uk'", "ISO 3166"),
    ("            manufacture: 41000\n", "", 22,
     f"{A}.components.drug_substance", "key 'manufacture' is missing", "manufacture and overhead"),
    ("overhead: 9000", "overhead: 9000\n            price: 1", 27,
     f"{A}.components.drug_substance.price", "made has no price", "mend kind"),
    ("overhead: 9000", "overhead: 9000\n            profit: 1", 27, f"{A}.components.drug_substance.profit", "unknown key 'profit'", ""),
    ("            duty: 650\n", "", 27,
     f"{A}.components.excipients", "duty is missing for a component of origin in", "whether or not it is waived"),
    ("duty: 650", "duty: 650\n            article: opium", 32,
     f"{A}.components.excipients.article", "'opium' is on no list", "opium_crude"),
    ("in: 0.78", "in: 0.68", 39, f"{B}.component_shares", "the shares sum to 0.9", "must sum to 1"),
    ("in: 0.78", "xx: 0.78", 39, f"{B}.component_shares.xx", "unknown country 'xx'", "or unknown"),
    ("in: 0.78", "in: 78", 39, f"{B}.component_shares.in", "component_share 78 is above 1", "percentages are fractions"),
    ("content_share: 0.1", "content_share: 10", 46, f"{C}.content_share", "content_share 10 is above 1", "percentages are fractions"),
    ("certified: noneligible", "certified: foreign", 45, f"{C}.certified", "unknown certified 'foreign'", "noneligible"),
    ("content_share: 0.1", "finished_in: in", 46, f"{C}.finished_in", "both certified and finished_in are given", "not both"),
    ("  C:\n    size: large\n    lines:\n      tablets:", "  C:\n    size: large\n    lines:\n      tablet:", 43,
     "good.offers.C.lines.tablet",
     "unknown line item 'tablet'", "did you mean tablets?"),
    ("label: A good", "\tlabel: A good", 1, "", "tab character", "spaces"),
]  # fmt: skip


@pytest.fixture
def read(tmp_path, book):
    def from_text(text):
        path = tmp_path / "good.yaml"
        path.write_text(text, encoding="utf-8")
        return read_offers(path, book.procurement)

    return from_text


def test_the_good_file_is_good(read):
    assert sorted(read(GOOD).offers) == ["A", "B", "C"]


@pytest.mark.parametrize(("before", "after", "line", "id", "what", "remedy"), BROKEN, ids=[f"{one[2]}-{one[4]}" for one in BROKEN])
def test_a_broken_file_gets_its_one_message(read, before, after, line, id, what, remedy):
    assert GOOD.count(before) >= 1
    with pytest.raises(RoiError) as error:
        read(GOOD.replace(before, after, 1))
    (problem,) = error.value.problems
    assert (problem.where, problem.id) == (f"good.yaml:{line}", id)
    assert what in problem.what
    assert problem.remedy
    assert remedy in problem.remedy


def test_every_problem_of_a_file_comes_at_once_by_line(read):
    text = GOOD.replace("price: 152000", "price: -1").replace("in: 0.78", "in: 0.68").replace("agency: civilian", "agency: navy")
    text = text.replace("first_delivery: 2027", "first_delivery: 2026")
    with pytest.raises(RoiError) as error:
        read(text)
    assert [problem.where for problem in error.value.problems] == [f"good.yaml:{line}" for line in (3, 5, 18, 39)]


def test_a_file_that_is_not_there_is_said(tmp_path, book):
    with pytest.raises(RoiError, match=r"cannot be read.*roi new offers"):
        read_offers(tmp_path / "none.yaml", book.procurement)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("agreements:\n  wto_gpa:\n    lists: [wto_gap]\n", "'wto_gap' is no list or agency of this file"),
        ("agreements:\n  israel:\n    except_agencies: [navy]\n", "'navy' is no list or agency of this file"),
        ("agencies:\n  dod:\n    qualifying_countries: allies\n", "'allies' is no list or agency of this file"),
        ("country_lists:\n  israel:\n    source: nobody\n", "unknown source 'nobody'"),
        ("country_lists:\n  israel:\n    members: [il, il]\n", "il stands twice"),
        ("country_lists:\n  israel:\n    retrieved: 2999-01-01\n", "lies in the future"),
        ("agencies:\n  dod:\n    component_share:\n      values: {2018-01-01: 65}\n", "is above 1"),
    ],
)
def test_rules_of_the_user_are_checked(tmp_path, text, what):
    from roi.book import load_book
    from roi.paths import bundled

    path = tmp_path / "mine" / "procurement" / "us_federal.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RoiError) as error:
        load_book([bundled("assumptions"), tmp_path / "mine"])
    (problem,) = error.value.problems
    assert problem.where.startswith("mine/procurement/us_federal.yaml:")
    assert what in problem.what
    assert problem.remedy

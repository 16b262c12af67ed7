"""Plant P0 in BioSTEAM and OpenPyTEA, run by a Python that has them: `python rivals.py TRIALS` prints answers and times as JSON.

It imports nothing of roi, so that it runs in an environment of its own: BioSTEAM needs Python 3.12 and some 900 MB of libraries.
`ROI_RIVALS=<that Python> make bench` compares; tests/rival holds roi's rows against the same answers.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import json
import sys
from time import perf_counter
from types import SimpleNamespace

import numpy as np

BUILD, OPERATION, TAX, DISCOUNT, MILLION = 3, 20, 0.257, 0.1, 1e6
CAPITAL, REVENUE, COST = 100.0, 40.0, 20.0
SLOW = 500
MACRS_7 = (0.1429, 0.2449, 0.1749, 0.1249, 0.0893, 0.0892, 0.0893, 0.0446)


def draws(trials, seed=1):
    """Capital, revenue and operating cost in M USD, as benchmarks/plant.py draws them."""
    generator = np.random.default_rng(seed)
    capital = generator.triangular(85, 100, 130, trials)
    return capital, generator.normal(REVENUE, 4, trials), generator.normal(COST, 2, trials)


def biosteam_plant():
    """A function of capital, revenue and cost, all in M USD, to NPV in M USD and IRR: BioSTEAM's cash flow of a plant without units."""
    import biosteam

    class Plant(biosteam.TEA):
        capital = revenue = cost = 0.0
        sales = property(lambda self: self.revenue)

        def _DPI(self, installed):
            return self.capital

        def _FOC(self, fixed):
            return self.cost

    nothing = SimpleNamespace(cost_units=(), material_cost=0.0, utility_cost=0.0, installed_equipment_cost=0.0)
    plant = Plant(
        nothing,
        IRR=DISCOUNT,
        duration=(0, OPERATION),
        depreciation="MACRS7",
        income_tax=TAX,
        operating_days=365,
        lang_factor=None,
        construction_schedule=(1 / BUILD,) * BUILD,
        startup_months=0,
        startup_FOCfrac=1,
        startup_VOCfrac=1,
        startup_salesfrac=1,
        WC_over_FCI=0,
        finance_interest=0,
        finance_years=0,
        finance_fraction=0,
    )
    plant.depreciation = np.array(MACRS_7)
    # it counts from the last year of construction, P0 from the first
    to_first_year = (1 + DISCOUNT) ** (BUILD - 1)

    def run(capital, revenue, cost):
        plant.capital, plant.revenue, plant.cost = capital * MILLION, revenue * MILLION, cost * MILLION
        return plant.NPV / to_first_year / MILLION, plant.solve_IRR()

    def flow():
        run(CAPITAL, REVENUE, COST)
        return (plant.cashflow_array / MILLION).tolist()

    return run, flow


def openpytea_plant():
    """The same by OpenPyTEA, all trials at once, as its own Monte Carlo does within a batch.

    Its answer is another: it pays tax a year later, never that of the last year, forgets losses, and discounts the first flow by a year.
    """
    from openpytea import Plant

    settings = {
        "plant_name": "P0",
        "process_type": "Fluids",
        "interest_rate": DISCOUNT,
        "project_lifetime": BUILD + OPERATION,
        "tax_rate": TAX,
        "capex_ramp": [1 / BUILD] * BUILD,
        "production_ramp": [0.0] * BUILD,
        "depreciation": {"method": "macrs", "macrs_class": 7, "service_start_year": BUILD},
        "equipment": [],
        "plant_products": {"product": {"production": 1.0, "price": 1.0}},
        "working_capital": 0.0,
    }

    def run(capital, revenue, cost):
        plant = Plant(settings)
        plant.calculate_fixed_opex = lambda fp=None: None
        plant.fixed_capital, plant.fixed_production_costs, plant.variable_production_costs = capital, cost, 0.0
        plant.interest_working_capital = 0.0
        plant.plant_products["product"]["price"] = revenue / 365.0
        plant.project_lifetime = np.full(np.size(capital), BUILD + OPERATION)
        return plant.calculate_npv(), plant.calculate_irr()

    return run


def _version(package):
    return importlib.metadata.version(package)


def timed(call):
    start = perf_counter()
    call()
    return perf_counter() - start


def main(trials):
    found = {}
    given = draws(trials)
    if importlib.util.find_spec("biosteam"):
        run, flow = biosteam_plant()
        npv, irr = run(CAPITAL, REVENUE, COST)
        # trials one by one, without its registry of parameters, which would only add to the time
        took = timed(lambda: [run(*trial) for trial in zip(*(one.tolist() for one in given), strict=True)])
        found["BioSTEAM"] = {"npv": npv, "irr": irr, "cash_flow": flow(), "seconds": took, "version": _version("biosteam")}
    if importlib.util.find_spec("openpytea"):
        run = openpytea_plant()
        npv, irr = run(*(np.array([one]) for one in (CAPITAL, REVENUE, COST)))
        # its search for one rate takes milliseconds: the first trials tell
        took = timed(lambda: run(*(one[:SLOW] for one in given))) * trials / min(trials, SLOW)
        found["OpenPyTEA"] = {"npv": float(npv), "irr": float(irr), "seconds": took, "version": _version("OpenPyTEA")}
    return found


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]))))

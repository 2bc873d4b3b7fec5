"""Two plans in a few small worlds, as the tests of workers and shelves run them."""

from scenarios.changes import changed
from scenarios.files.loading import load
from scenarios.running.batch import evaluate

MEASURES = ("profit", "orders", "clv_to_cac", "profit_within_30")


def plans(worlds=6, people=800):
    base = load("base", overrides=(f"people={people}", f"worlds={worlds}", "days=60"))
    return [base, changed(base, {"policy.price.level": 1.1}).model_copy(update={"name": "dearer"})]


def figures(some=None, **options):
    """The bytes of all figures."""
    return evaluate(plans() if some is None else some, MEASURES, **options).values.tobytes()

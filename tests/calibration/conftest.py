"""The real samples, loaded once."""

from importlib.metadata import PackageNotFoundError, distribution

import pandas as pd
import pytest

from calibration import pareto_nbd
from calibration.samples import sample
from calibration.summary import summarise


def real(name: str) -> pd.DataFrame:
    try:
        distribution("lifetimes")
    except PackageNotFoundError:
        pytest.skip("the package that carries the sample is not installed: pip install 'sixr[samples]'")
    return sample(name)


@pytest.fixture(scope="session")
def tenth() -> pd.DataFrame:
    return real("cdnow-tenth")


@pytest.fixture(scope="session")
def master() -> pd.DataFrame:
    return real("cdnow")


@pytest.fixture(scope="session")
def tenth_fit(tenth):
    """Pareto/NBD and its estimate, to the end of the published calibration period."""
    return pareto_nbd.fit(summarise(tenth, "1997-09-30"))


@pytest.fixture(scope="session")
def master_fit(master):
    return pareto_nbd.fit(summarise(master, "1997-09-30"))

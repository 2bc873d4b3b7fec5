"""The real samples, loaded once."""

from importlib.metadata import PackageNotFoundError, distribution

import pandas as pd
import pytest

from calibration.samples import sample


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

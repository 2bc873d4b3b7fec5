"""What is written from what is declared is up to date."""

import pytest

from generator.files import FILES, ROOT, text_of


@pytest.mark.parametrize("path", FILES)
def test_what_is_written_is_up_to_date(path):
    assert (ROOT / path).read_text("utf-8") == text_of(path), "run `make generate`"

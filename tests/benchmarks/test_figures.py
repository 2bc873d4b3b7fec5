"""The tables of the benchmarks."""

import re
from pathlib import Path

import pytest

from benchmarks import compiling, figures, whole
from benchmarks.against import PEERS
from benchmarks.figures import Figure


@pytest.mark.parametrize(
    ("figure", "verdict"),
    [
        (Figure("a", 100.0, "", 400, 150), "aim reached"),
        (Figure("a", 200.0, "", 400, 150), "reached"),
        (Figure("a", 500.0, "", 400, 150), "short"),
        (Figure("a", 2.0, "", 1.5, 1.9, larger=True), "aim reached"),
        (Figure("a", 1.6, "", 1.5, 1.9, larger=True), "reached"),
        (Figure("a", 1.0, "", 1.5, 1.9, larger=True), "short"),
        (Figure("a", 1.0, ""), ""),
    ],
)
def test_a_figure_says_how_it_stands_to_its_bars(figure, verdict):
    assert figure.verdict == verdict


def test_readme_has_the_rows_that_the_script_writes():
    rows = figures.rows_in(figures.README.read_text("utf-8"))
    assert list(rows) == list(figures.ROWS)


def test_every_figure_that_the_readme_quotes_is_measured():
    source = "".join(Path(module.__file__).read_text("utf-8") for module in (compiling, whole))
    measured = {*re.findall(r'Figure\(\s*"([^"]+)"', source), *(f"against {peer.name}" for peer in PEERS)}
    quoted = {name for names in figures.ROWS.values() for name in names}
    assert quoted <= measured


def test_a_written_table_is_read_back_and_keeps_what_was_not_measured(tmp_path):
    readme = tmp_path / "README.md"
    readme.write_text(f"before\n{figures.BEGIN}\n{figures.END}\nafter\n", "utf-8")
    figures.write_readme([Figure("two workers", 1.8, "1.80 times")], readme)
    figures.write_readme([Figure("against Starsim", 70.0, "70 times")], readme)
    text = readme.read_text("utf-8")
    rows = figures.rows_in(text)
    assert list(rows) == list(figures.ROWS)
    assert rows["two cores instead of one"] == "1.80 times"
    assert rows["in Starsim"] == "70 times"
    assert rows["memory of a customer"] == figures.UNKNOWN
    assert text.startswith("before\n")
    assert text.endswith("\nafter\n")


def test_a_readme_without_marks_is_left_alone(tmp_path):
    readme = tmp_path / "README.md"
    readme.write_text("nothing\n", "utf-8")
    with pytest.raises(ValueError, match="lacks the marks"):
        figures.write_readme([], readme)
    assert readme.read_text("utf-8") == "nothing\n"

"""Cells: what names and notes cannot do to a spreadsheet, to Markdown or to a terminal."""

import csv
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from build import chain, exercise, numbers
from convas import Add, Dense, Refused
from convas.exchange.reports import report
from convas.exchange.tables import table
from convas.values import text


def named(name):
    """A design with a layer of that name that others borrow from."""
    net = chain(numbers(4), Dense(units=4), Dense(units=4))
    net.share(2, 4)
    net.rename(2, name)
    return net


def told(net, format):
    return report(net.design, net.analysis, format)


def read(net):
    return list(csv.reader(io.StringIO(told(net, "csv"), newline="")))


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", '=cmd|" /C calc"!A1', "=", "-"])
def test_a_name_that_could_be_a_formula_is_text(name):
    rows = read(named(name))
    assert rows[2][0] == f"'{name}"
    assert rows[3][8] == f"'{name}"


@pytest.mark.parametrize("name", ["1-1", "'=1", "a=b", "conv1", "#1", "x@y"])
def test_other_names_stay_as_they_are(name):
    assert read(named(name))[2][0] == name


@pytest.mark.parametrize("name", ['a,b;"c"', '"', "a'b", " , ", "a;b", "層 ü"])
def test_commas_and_quotes_stay_in_their_cell(name):
    rows = read(named(name))
    assert {len(row) for row in rows} == {13}
    assert rows[2][0] == name.strip()


@given(st.text(min_size=1, max_size=12) | st.text("=+-@\t\r\n,'\"|", min_size=1, max_size=6))
def test_any_name_makes_a_table_that_can_be_read(name):
    try:
        net = named(name)
    except Refused:
        return
    data = told(net, "csv").encode("utf-8").decode("utf-8")
    rows = list(csv.reader(io.StringIO(data, newline="")))
    assert [len(row) for row in rows] == [13] * 5
    assert not any(cell[:1] in ("=", "+", "-", "@", "\t", "\r") for row in rows for cell in row if cell)
    lines = [line for line in told(net, "markdown").splitlines() if line.startswith("|")]
    assert [len(re.findall(r"(?<!\\)(?:\\\\)*[|]", line)) for line in lines] == [14] * 6


def test_plain_signs_that_every_spreadsheet_shows():
    data = told(exercise(), "csv")
    assert data.isascii()
    assert data.endswith("\n")
    assert "\r" not in data
    assert not data.startswith("\ufeff")


def test_shapes_and_several_inputs_are_one_cell_each():
    net = chain(numbers(4, 4), Dense(units=4))
    net.add(Add(), 1, 2)
    rows = read(net)
    assert rows[-2][2] == "4 x 4, 4 x 4"
    assert rows[-2][3] == "4 x 4"


def test_the_window_may_group_digits_as_it_likes_and_csv_never_does():
    net = exercise()
    before = told(net, "csv")
    text.set_group(".")
    try:
        assert told(net, "csv") == before
        assert "8.651.940" in told(net, "table")
    finally:
        text.set_group(",")


def test_markdown_shows_names_as_they_were_typed():
    net = named("a|b *c* [d](e) `f` <g> h_i \\ &amp;")
    lines = told(net, "markdown").splitlines()
    cell = "a\\|b \\*c\\* \\[d\\](e) \\`f\\` &lt;g&gt; h\\_i \\\\ &amp;amp;"
    assert lines[6].startswith("| input |")
    assert lines[7].startswith(f"| {cell} | Dense |")


def test_a_table_knows_which_columns_are_numbers():
    made = table(exercise().design, exercise().analysis)
    assert len(made.heads) == len(made.numbers) == len(made.totals) == 13
    assert [head for head, number in zip(made.heads, made.numbers, strict=True) if number] == [
        *("parameters", "trainable", "frozen", "state", "share of total", "MACs", "FLOPs")
    ]
    assert {len(row) for row in made.rows} == {13}
    assert len(made.rows) == 9

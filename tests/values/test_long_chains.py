"""A thousand layers in a row on an open axis: the formula stays short, and nothing recurses."""

from time import perf_counter

from build import line, numbers
from convas import Conv1D
from convas.analysis.analysis import Analysis
from convas.design.design import Design
from convas.layers.windows import places
from convas.values.poly import text
from convas.values.size import canonical, replace, settle, symbol


def by_hand(size, times):
    for _ in range(times):
        size = (size + 2 - 3) // 2 + 1
    return size


def test_strided_convolutions_of_an_open_axis_stay_one_floor():
    began = perf_counter()
    size = symbol("T")
    for _ in range(1000):
        size = places(size, 3, 2, 1, 1)
    form = canonical(size)
    assert len(form.terms) <= 2
    assert text(form).count("floor") == 1
    assert replace(size, {"T": 2**1000 + 5}) == by_hand(2**1000 + 5, 1000)
    assert settle(size) == size
    assert perf_counter() - began < 5


def test_a_thousand_convolutions_drawn_on_an_open_sequence():
    began = perf_counter()
    layer = Conv1D(filters=4, kernel_size=3)
    design = Design(line(numbers("T", 4), layer, 1000))
    analysis = Analysis(design)
    analysis.settle()
    (made,) = analysis.findings[2001 - 1].outputs
    assert made.axes[1:] == (symbol("T") - 2000, 4)
    assert analysis.totals.parameters == 1000 * (3 * 4 + 1) * 4
    assert analysis.totals.complete
    assert perf_counter() - began < 10

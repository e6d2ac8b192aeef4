"""Calculations to hand in: the same numbers as text, Markdown and LaTeX."""

import pytest

from build import chain, exercise, image
from convas import Conv2D
from convas.exchange.calculations import design_calculation, layer_calculation
from convas.values.operations import Included

MACS_ONLY = Included(bias=False, normalization=False, activation=False, other=False)


def told(net, name, *more):
    return layer_calculation(net.design, net.analysis, net.find(name), *more).splitlines()


def test_as_text_with_every_step():
    net = exercise("valid")
    assert told(net, "conv1") == [
        "conv1 (Conv2D, counted as Keras)",
        "Shape: 120 × 120 × 4 → 118 × 118 × 20",
        "Parameters: (3 × 3 × 4 + 1) × 20 = 740",
        "kernel: 3 × 3 × 4 × 20 = 720",
        "bias: 20",
        "Axis: floor((120 − 3) / 1) + 1 = 118",
        "MACs: 118 × 118 × 20 × 3 × 3 × 4 = 10,025,280",
        "Bias: 118 × 118 × 20 = 278,480",
        "FLOPs: 2 × 10,025,280 + 278,480 = 20,329,040",
    ]
    assert told(net, "conv5")[-1] == "Counted once at conv3."


def test_as_latex():
    net = exercise("valid")
    lines = told(net, "conv1", "latex")
    assert lines[:3] == ["% conv1 (Conv2D, counted as Keras)", "% 120 × 120 × 4 → 118 × 118 × 20", "\\begin{align*}"]
    assert lines[3] == r"  \text{Parameters} &= (3 \times 3 \times 4 + 1) \times 20 = 740 \\"
    assert r"  \text{Axis} &= \left\lfloor (120 - 3) / 1 \right\rfloor + 1 = 118 \\" in lines
    assert lines[-2] == r"  \text{FLOPs} &= 2 \times 10{,}025{,}280 + 278{,}480 = 20{,}329{,}040"
    assert lines[-1] == "\\end{align*}"


def test_as_markdown_shows_names_as_typed():
    net = chain(image(28, 28), Conv2D())
    net.rename(net.find("conv1"), "my_*conv*")
    lines = told(net, "my_*conv*", "markdown")
    assert lines[0] == r"**my\_\*conv\* (Conv2D, counted as Keras)**"
    assert "- Parameters: `(3 × 3 × 1 + 1) × 32 = 320`" in lines


def test_flops_are_what_is_included():
    net = chain(image(28, 28), Conv2D(activation="relu"))
    assert told(net, "conv1", "text", MACS_ONLY)[-1] == "FLOPs: 2 × 194,688 = 389,376"
    assert "Activation: 26 × 26 × 32 = 21,632" in told(net, "conv1")


@pytest.mark.parametrize("style", ["text", "markdown", "latex"])
def test_what_has_no_count_says_so(style):
    net = chain(image(2, 2), Conv2D(), Conv2D())
    assert any("Not known" in line for line in told(net, "conv2", style))
    net.bypass(net.find("conv1"))
    assert any("counts 0" in line for line in told(net, "conv1", style))


def test_the_whole_design():
    net = exercise()
    assert design_calculation(net.design, net.analysis) == (
        "Untitled: 740 + 3,620 + 3,620 + 3,620 + 8,640,030 + 310 = 8,651,940 parameters (8,655,560 if not shared)"
    )
    assert design_calculation(net.design, net.analysis, "latex") == (
        r"\[ 740 + 3{,}620 + 3{,}620 + 3{,}620 + 8{,}640{,}030 + 310 = 8{,}651{,}940 \]"
    )

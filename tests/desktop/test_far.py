"""A drawing from very far: blocks as fields in the colour of what they mostly are."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPointF

import convas
from convas.desktop.canvas.leading import leading_family
from convas.desktop.theme.look import look
from desktop.hands import Hands


def network(repeat: int = 2) -> convas.Script:
    """Two blocks in a row, of which one is mostly convolutions, and one holds another of dense layers."""
    net = convas.new("fields")
    convs, dense, outer = net.block("convs"), net.block("dense"), net.block("outer")
    convs.output(
        convs.chain(convas.Conv2D(filters=8, padding="same"), convas.Activation(), after=convs.input("in"))[-1]
    )
    dense.output(dense.chain(convas.Dense(units=32), after=dense.input("in"))[-1])
    within = outer.use(dense, outer.input("in"), repeat=1)
    outer.output(outer.chain(convas.LayerNormalization(), after=within)[-1])
    (image,) = net.chain(convas.Input(shape=(8, 8, 8), colours=None))
    first = net.use(convs, image, repeat=repeat, name="first")
    net.use(outer, first, name="second")
    net.arrange()
    return net


def test_the_family_with_the_most_parameters_leads_however_deep() -> None:
    net = network()
    findings = net.analysis.findings
    assert leading_family(findings[net.find("first")]) == "conv"
    assert leading_family(findings[net.find("second")]) == "dense"
    assert leading_family(findings[net.find("input")]) == ""
    assert leading_family(None) == ""


@pytest.mark.parametrize(("zoom", "first", "second"), [(0.05, "conv", "dense"), (0.2, "block", "block")])
def test_blocks_are_fields_below_six_per_cent(
    hands: Hands, tmp_path: Path, zoom: float, first: str, second: str
) -> None:
    network().save(tmp_path / "fields.convas")
    hands.window.filing.open_path(tmp_path / "fields.convas")
    hands.settle()
    for name, family in (("first", first), ("second", second)):
        middle = QPointF(*hands.canvas.drawing.boxes[hands.node(name)].middle)
        hands.canvas.look_at(zoom, middle)
        hands.settle()
        image, at = hands.canvas.viewport().grab().toImage(), hands.canvas.mapFromScene(middle)
        assert look.theme.family(family).name() in {image.pixelColor(at.x(), at.y() + dy).name() for dy in (-1, 0, 1)}


def test_it_follows_what_is_edited_inside(hands: Hands, tmp_path: Path) -> None:
    network().save(tmp_path / "fields.convas")
    hands.window.filing.open_path(tmp_path / "fields.convas")
    hands.settle()
    use = hands.node("first")
    hands.window.document.place.open(use)
    hands.settle()
    hands.window.document.selection.set([hands.node("conv1")])
    hands.window.commands.delete()
    hands.window.document.place.enter(())
    hands.settle()
    assert leading_family(hands.window.document.sight.findings[use]) == ""


def test_the_minimap_shows_what_open_blocks_hold(hands: Hands, tmp_path: Path) -> None:
    network().save(tmp_path / "fields.convas")
    hands.window.filing.open_path(tmp_path / "fields.convas")
    hands.canvas.look_inside([hands.node("first")])
    hands.window.document.selection.clear()
    hands.settle()
    shown = hands.window.floats.map
    shown.show()
    image = shown.grab().toImage()
    colours = {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}
    assert look.theme.family("conv").name() in colours
    assert look.theme.family("act").name() in colours

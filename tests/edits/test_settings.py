"""Changing settings: one layer's, its sharers' with it, several layers' at once, the design's."""

import pytest

from build import chain, image, numbers
from convas import Conv2D, Dense, Dropout
from convas.design.delta import Delta
from convas.design.records import Node
from convas.edits import settings
from convas.edits.edit import Edit, Refused


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("filters", 20, "Set filters of conv1 to 20"),
        ("filters", 12345, "Set filters of conv1 to 12,345"),
        ("kernel_size", (5, 3), "Set kernel of conv1 to 5 × 3"),
        ("padding", "same", "Set padding of conv1 to same"),
        ("use_bias", False, "Set bias of conv1 to off"),
        ("in_channels", 1, "Set expected channels of conv1 to 1"),
        ("data_format", "channels_last", "Set channels of conv1 to last"),
    ],
)
def test_every_change_has_a_name(name, value, told):
    net = chain(image(28, 28), Conv2D())
    net.set(2, **{name: value})
    assert getattr(net.design.node(2).layer, name) == value
    assert net.done[-1].name == told


def test_setting_what_is_set_leaves_no_trace():
    net = chain(Conv2D())
    steps = len(net.done)
    net.set(1, filters=32)
    net.set(1, kernel_size=3)
    assert len(net.done) == steps


@pytest.mark.parametrize(("name", "value"), [("filters", 0), ("filters", True), ("padding", "full"), ("colour", 1)])
def test_bad_values_are_refused_with_the_field(name, value):
    net = chain(Conv2D())
    before = net.design.node(1)
    with pytest.raises(Refused) as refused:
        net.set(1, **{name: value})
    assert refused.value.field == name
    assert str(refused.value).endswith(".")
    assert net.design.node(1) is before


def test_one_bad_value_keeps_all_from_changing():
    net = chain(Conv2D())
    with pytest.raises(Refused, match="Kernel"):
        net.set(1, filters=20, kernel_size=0)
    assert net.design.node(1).layer.filters == 32
    net.set(1, filters=20, kernel_size=5)
    assert net.done[-1].name == "Set filters and kernel of conv1"


def test_setting_nothing_changes_nothing():
    net = chain(Conv2D())
    steps = len(net.done)
    net.set(1)
    assert len(net.done) == steps


def test_sharers_follow_in_one_step():
    net = chain(image(28, 28), Conv2D(), Conv2D(), Conv2D())
    net.share(2, 4)
    steps = len(net.done)
    net.set(4, filters=20)
    assert [net.design.node(key).layer.filters for key in (2, 4, 6)] == [20, 20, 32]
    assert len(net.done) == steps + 1
    net.undo()
    assert [net.design.node(key).layer.filters for key in (2, 4)] == [32, 32]


def test_several_layers_at_once():
    net = chain(image(28, 28), Conv2D(), Conv2D())
    net.apply(settings.set_setting(net.design, [2, 4], "padding", "same"))
    assert {net.design.node(key).layer.padding for key in (2, 4)} == {"same"}
    assert net.done[-1].name == "Set padding of 2 layers to same"
    net.add(Dropout())
    with pytest.raises(Refused, match="Dropout has no setting padding"):
        settings.set_setting(net.design, [2, net.find("dropout_1")], "padding", "valid")


def test_typing_merges_into_one_step():
    net = chain(numbers(8), Dense())
    steps = len(net.done)
    for units in (1, 12, 120):
        net.apply(settings.set_setting(net.design, [2], "units", units, merge="units of 2"))
    assert len(net.done) == steps + 1
    assert net.done[-1].name == "Set units of dense_1 to 120"
    net.undo()
    assert net.design.node(2).layer.units == 64


def test_a_number_typed_over_a_formula_drops_the_formula():
    net = chain(Dense())
    bound = Node(2, "bound", Conv2D(), bindings=(("filters", "4 * width"), ("kernel_size[0]", "k")))
    net.apply(Edit("Add", Delta.adding(bound)))
    net.set(2, filters=9)
    assert net.design.node(2).bindings == (("kernel_size[0]", "k"),)
    net.set(2, kernel_size=5)
    assert net.design.node(2).bindings == ()


def test_the_convention_counts_for_the_whole_design():
    net = chain(image(28, 28), Conv2D(filters=4))
    net.count_as("pytorch")
    assert net.row(2).outputs == ((4, 26, 26),)
    assert net.done[-1].name == "Count as PyTorch"
    net.undo()
    assert net.row(2).outputs == ((26, 26, 4),)


def test_the_design_has_a_name_of_its_own():
    net = chain(Dense())
    for typed in ("L", "Le", " LeNet "):
        net.apply(settings.rename_design(net.design, typed))
    assert net.design.header.name == "LeNet"
    assert sum(step.name == "Rename the design" for step in net.done) == 1
    with pytest.raises(Refused, match="at least one letter"):
        settings.rename_design(net.design, " ")

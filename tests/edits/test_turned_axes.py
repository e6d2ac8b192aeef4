"""Switching the convention: settings that name axes still mean the same axes, and come back."""

import pytest

from build import chain, numbers
from convas import Conv2D, Dot, Permute, Slice, Split, Squeeze, Stack, Unsqueeze
from convas.files.write import to_bytes


@pytest.mark.parametrize(
    ("layer", "name", "there", "shapes"),
    [
        (Slice(axis=-1, stop=2), "axis", 1, [(2, 8, 9)]),
        (Slice(axis=1, stop=2), "axis", 2, [(6, 2, 9)]),
        (Slice(axis=2, stop=2), "axis", 3, [(6, 8, 2)]),
        (Split(), "axis", None, [(3, 8, 9), (3, 8, 9)]),
        (Split(axis=1), "axis", 2, [(6, 4, 9), (6, 4, 9)]),
        (Permute(dims=(2, 1, 3)), "dims", (1, 3, 2), [(6, 9, 8)]),
    ],
)
def test_on_an_image(layer, name, there, shapes):
    net = chain(numbers(8, 9, 6), Conv2D(filters=6, padding="same"), layer)
    for index in range(len(shapes)):
        net.link(net.design.named(layer.stem.format(1)).id, net.add(Conv2D(padding="same")), output=index)
    key = net.design.named(layer.stem.format(1)).id
    before = to_bytes(net.design.snapshot())
    counts = [row.parameters for row in net.rows()]
    net.count_as("pytorch")
    assert getattr(net.design.node(key).layer, name) == there
    assert list(net.row(key).outputs) == shapes
    assert [row.parameters for row in net.rows()] == counts
    net.count_as("keras")
    assert to_bytes(net.design.snapshot()) == before


def test_a_new_axis_becomes_the_channels_of_the_other_framework():
    net = chain(numbers(8, 9), Unsqueeze(), Conv2D(filters=4))
    net.count_as("pytorch")
    assert net.row(net.find("unsqueeze_1")).outputs == ((1, 8, 9),)
    assert net.totals.parameters == 40


def test_an_axis_that_goes_is_the_same_one():
    net = chain(numbers(8, 1, 6), Conv2D(filters=6, kernel_size=1), Squeeze(axis=2))
    net.count_as("pytorch")
    assert net.row(net.find("squeeze_1")).outputs == ((6, 8),)


def test_a_stack_of_images_stacks_along_the_same_axis():
    net = chain(numbers(8, 9, 6), Conv2D(filters=6, padding="same"))
    key = net.add(Stack(), net.find("conv1"), net.find("conv1"))
    net.count_as("pytorch")
    assert net.row(key).outputs == ((2, 6, 8, 9),)


def test_a_dot_product_turns_the_axis_of_each_input_by_itself():
    net = chain(numbers(8, 9, 6), Conv2D(filters=6, padding="same"))
    other = net.add(numbers(7, 6))
    key = net.add(Dot(axes=(3, 2)), net.find("conv1"), other)
    assert net.row(key).outputs == ((8, 9, 7),)
    net.count_as("pytorch")
    assert net.design.node(key).layer.axes == (1, 2)
    assert net.row(key).outputs == ((8, 9, 7),)

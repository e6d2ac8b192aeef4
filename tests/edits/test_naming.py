"""Names that make themselves."""

import pytest

from build import chain
from convas import Conv2D, Dense, Flatten
from convas.edits.naming import copied, free_name, numbered


@pytest.mark.parametrize(
    ("name", "copy"),
    [
        ("conv1", "conv2"),
        ("dense_1", "dense_2"),
        ("encoder", "encoder_1"),
        ("free", "free"),
        ("block{}", "block{}_1"),
        ("7", "1"),
    ],
)
def test_a_copy_goes_on_counting(name, copy):
    net = chain()
    for there in ("conv1", "dense_1", "encoder", "block{}", "7"):
        net.add(Dense(), name=there)
    assert copied(net.design, name, 0, set()) == copy


def test_names_that_others_of_the_same_edit_take_are_passed_over():
    net = chain(Conv2D(), Flatten())
    assert free_name(net.design, Conv2D(), 0, {"conv2"}) == "conv3"
    assert free_name(net.design, Flatten(), 0, {"flatten_2"}) == "flatten_3"
    assert copied(net.design, "conv1", 0, {"conv2", "conv3"}) == "conv4"
    assert copied(net.design, "conv9", 0, {"conv9"}) == "conv2"


def test_another_scope_counts_for_itself():
    net = chain(Conv2D())
    assert free_name(net.design, Conv2D(), 5) == "conv1"
    assert numbered(net.design, "x{}", 0) == "x1"

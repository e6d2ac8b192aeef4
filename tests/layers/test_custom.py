"""A layer of one's own: what is typed is what counts, and it is said that nobody checked it."""

import pytest

from convas import Custom
from convas.analysis.explain import explain
from convas.layers.validation import SettingError, build
from convas.values.convention import KERAS, PYTORCH
from convas.values.size import UNKNOWN, symbol
from layers.trial import problem_of, tried


def test_what_is_stated_counts():
    layer = Custom(output_shapes="8 × 8 × 32; 10", stated_weights="kernel: 3 × 4; bias: 4; seen: 1 state", macs=12)
    found = tried(layer, (6,))
    assert [spec.visible for spec in found.outputs] == [(8, 8, 32), (10,)]
    assert [weight[:2] for weight in found.weights] == [("kernel", (3, 4)), ("bias", (4,)), ("seen", (1,))]
    assert (found.trainable, found.state, found.macs) == (16, 1, 12)
    assert explain(found, PYTORCH).text == "(3 + 1) × 4 = 16"
    assert explain(found, KERAS).text == "3 × 4 + 4 + 1 = 17"


def test_it_says_that_nothing_is_verified():
    hint = problem_of(Custom(), (6,))
    assert (hint.severity, hint.summary) == ("hint", "as stated")
    assert hint.message == "Shapes, weights and operations of {me} are as stated, not verified."


def test_axes_may_stay_open_and_shapes_the_same():
    found = tried(Custom(output_shapes="same; T x 3; ?, 1,000"), (6, 7))
    assert [spec.visible for spec in found.outputs] == [(6, 7), (symbol("T"), 3), (UNKNOWN, 1000)]


def test_it_has_as_many_ports_as_are_stated():
    ports = Custom(inputs=2, output_shapes="1; 2; 3").ports
    assert (ports.inputs, ports.outputs) == (("in 1", "in 2"), ("out 1", "out 2", "out 3"))
    assert problem_of(Custom(inputs=2), (6,)).summary == "1 of 2 inputs"


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"output_shapes": ""}, "Give the shape of every output, such as 8 × 8 × 32; 10, or same."),
        ({"output_shapes": "8 × 0"}, "“0” is no size. Sizes go from 1 to 9,223,372,036,854,775,807."),
        ({"output_shapes": "8 × -1"}, "“-1” is no size. Write a number, a name such as T, or ? for what is not known."),
        ({"stated_weights": "3 × 4"}, "“3 × 4” is no weight. Write a name and a shape, such as kernel: 3 × 4."),
        ({"stated_weights": "kernel:"}, "The weight kernel needs a shape in numbers, such as kernel: 3 × 4."),
        ({"stated_weights": "kernel: T × 4"}, "The weight kernel needs a shape in numbers, such as kernel: 3 × 4."),
        ({"stated_weights": "a: 1; a: 2"}, "Two weights are called a. Give each a name of its own."),
        ({"stated_weights": 3}, "Weights must be text such as kernel: 3 × 4; bias: 4."),
        ({"inputs": 65}, "Inputs must be at most 64."),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(settings, said):
    with pytest.raises(SettingError) as refused:
        build(Custom, settings)
    assert str(refused.value) == said

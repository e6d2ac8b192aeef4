"""LeNet: the first convolutional network that most people meet."""

from __future__ import annotations

import convas
from convas.script import Script
from examples.example import Example


def lenet_5() -> Script:
    """LeCun et al. 1998, as it is usually taught: 28 x 28 digits, full connection in the second convolution."""
    net = convas.new("LeNet-5")
    net.chain(
        convas.Input(shape=(28, 28), colours="grey"),
        convas.Conv2D(filters=6, kernel_size=5, padding="same", activation="tanh"),
        convas.AveragePooling2D(),
        convas.Conv2D(filters=16, kernel_size=5, activation="tanh"),
        convas.AveragePooling2D(),
        convas.Flatten(),
        convas.Dense(units=120, activation="tanh"),
        convas.Dense(units=84, activation="tanh"),
        convas.Dense(units=10, activation="softmax"),
    )
    return net


EXAMPLES = (
    Example(
        "lenet-5",
        lenet_5,
        year=1998,
        group="Image networks",
        line="Reads handwritten digits, with tanh and average pooling",
        source="LeCun, Bottou, Bengio and Haffner, Gradient-Based Learning Applied to Document Recognition, "
        "doi:10.1109/5.726791; as it is usually taught.",
        also="MNIST classification convolutional",
        first=2,
    ),
)

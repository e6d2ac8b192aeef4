"""Places that are put into a sequence, and the one that is taken out of it.

Sources: Devlin et al. 2019 and Dosovitskiy et al. 2020 (the class token); torch.select.
"""

from convas.layers.axes import axis_told, inner
from convas.layers.catalogue.positions import check_places
from convas.layers.layer import Layer, Operations, Specs
from convas.layers.settings import Count, Whole, setting
from convas.values import text
from convas.values.convention import Rules
from convas.values.problem import Mend, ShapeError
from convas.values.size import decide
from convas.values.weight import Weight


class ClassToken(Layer):
    """Puts a trained vector before a sequence, for the network to gather in it what it finds: `width` weights."""

    title = "Class token"
    sample = (196, 768)
    in_keras = "`self.add_weight(shape=(1, 1, width))`, concatenated before the sequence."
    in_pytorch = "`torch.nn.Parameter(torch.zeros(1, 1, width))`, concatenated before the sequence."
    family = "attention"
    stem = "class_token"
    shown = ("tokens",)
    words = "cls vit bert vision transformer register prepend ClassToken"

    tokens: Count = setting(1, "Vectors", "How many vectors are put before the sequence.")

    def outputs(self, inputs: Specs, rules: Rules) -> Specs:
        (x,) = inputs
        check_places(x)
        return (x.having((*x.axes[:-2], x.axes[-2] + self.tokens, x.axes[-1])),)

    def weights(self, inputs: Specs, rules: Rules) -> tuple[Weight, ...]:
        return (Weight("class_token", (1, self.tokens, inputs[0].axes[-1]), ("", "vectors", "width")),)

    def operations(self, inputs: Specs, outputs: Specs, rules: Rules) -> Operations:
        return Operations()

    def brief(self) -> list[str]:
        return [text.many(self.tokens, "vector")]


class Select(Layer):
    """Keeps one place of an axis, and the axis goes: the first word of a sentence, the last step."""

    title = "Select"
    icon = "cut"
    in_keras = "An index, such as `x[:, 0]`."
    in_pytorch = "`torch.select`, or an index such as `x[:, 0]`."
    family = "shape"
    stem = "select_{}"
    words = "index pick first last token step place take cls pooler"

    axis: Whole = setting(1, "Axis", "The axis that goes, the batch being 0.", structural=True, role="axis")
    index: Whole = setting(
        0, "Place", "The place that is kept, counted from 0; negative counts from the end.", structural=True
    )

    def outputs(self, inputs: Specs, rules: Rules) -> Specs:
        (x,) = inputs
        at = inner(x, self.axis)
        size = x.axes[at]
        if decide(">=", self.index, size) or decide("<", size + self.index, 0):
            raise ShapeError(
                "no such place",
                f"{{me}} keeps place {self.index}, and axis {self.axis} of {{0}} has {text.count(size)}, counted from "
                "0. Choose one that is there.",
                "index",
                *([] if decide("==", size, 0) else [Mend("Keep the first", settings=(("index", 0),))]),
            )
        return (x.having((*x.axes[:at], *x.axes[at + 1 :])),)

    def brief(self) -> list[str]:
        return [axis_told(self.axis), f"place {self.index}"]

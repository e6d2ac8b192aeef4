"""Positions: what tells a network where in a sequence a vector stands. None of it is a layer of either framework.

Sources: Vaswani et al. 2017, section 3.5 (sines); Devlin et al. 2019 (learned); Su et al. 2021 (rotary).
"""

from convas.layers.layer import Layer, Operations, Specs
from convas.layers.settings import Count, Switch, setting
from convas.values import text
from convas.values.convention import Rules
from convas.values.problem import Mend, ShapeError
from convas.values.size import decide, value_of
from convas.values.spec import BATCH, Spec
from convas.values.weight import Weight

_BASE = setting(
    10_000, "Longest wave", "How slowly the slowest wave turns; long texts want a larger number.", rare=True
)


class PositionEmbedding(Layer):
    """Adds a trained vector to every place of a sequence: `places * width` weights."""

    title = "Learned positions"
    sample = (12, 8)
    in_keras = "An `Embedding` of the places 0, 1, 2 and so on, added; `keras_hub.layers.PositionEmbedding`."
    in_pytorch = "An `nn.Embedding` of the places 0, 1, 2 and so on, added."
    family = "attention"
    stem = "positions_{}"
    shown = ("max_length",)
    words = "positional encoding embedding place order PositionEmbedding"

    max_length: Count = setting(512, "Places", "How many places have a vector; no sequence may be longer.")
    add: Switch = setting(True, "Add", "The vectors are added to the input; off gives them alone.", rare=True)
    batched: Switch = setting(
        False, "With batch axis", "The table is kept as 1 × places × width, as vision transformers have it.", rare=True
    )

    def outputs(self, inputs: Specs, rules: Rules) -> Specs:
        (x,) = inputs
        check_places(x)
        steps = x.axes[-2]
        if decide(">", steps, self.max_length):
            known = value_of(steps)
            raise ShapeError(
                "sequence too long",
                f"{{me}} has {text.count(self.max_length)} places and {{0}} gives {text.count(steps)} steps. "
                "Give it more places, or a shorter sequence.",
                "max_length",
                *([Mend(f"Set places to {text.count(known)}", settings=(("max_length", known),))] if known else []),
            )
        return (x,)

    def weights(self, inputs: Specs, rules: Rules) -> tuple[Weight, ...]:
        name = "embeddings" if rules.keras else "weight"
        table = Weight(name, (self.max_length, inputs[0].axes[-1]), ("places", "width"))
        return (table._replace(axes=(1, *table.axes), labels=("", *table.labels)) if self.batched else table,)

    def operations(self, inputs: Specs, outputs: Specs, rules: Rules) -> Operations:
        return Operations(other=outputs[0].volume if self.add else 0)


class SinePositionEncoding(Layer):
    """Adds sines and cosines of many wavelengths, so that every place looks different; it has no weights."""

    title = "Sine positions"
    sample = (12, 8)
    in_keras = "`keras.ops.sin` and `cos` of the places, added; `keras_hub.layers.SinePositionEncoding`."
    in_pytorch = "`torch.sin` and `torch.cos` of the places, added."
    family = "attention"
    stem = "positions_{}"
    words = "positional encoding sinusoidal sinus place order fixed SinePositionEncoding"

    max_wavelength: Count = _BASE
    add: Switch = setting(True, "Add", "The waves are added to the input; off gives them alone.", rare=True)

    def outputs(self, inputs: Specs, rules: Rules) -> Specs:
        check_places(inputs[0])
        return inputs

    def operations(self, inputs: Specs, outputs: Specs, rules: Rules) -> Operations:
        return Operations(other=outputs[0].volume if self.add else 0)


class RotaryEmbedding(Layer):
    """Turns pairs of numbers by an angle that grows with the place; it has no weights."""

    title = "Rotary positions"
    sample = (12, 8)
    in_keras = "Products with sines and cosines; `keras_hub.layers.RotaryEmbedding`."
    in_pytorch = "Products with sines and cosines of the places."
    family = "attention"
    stem = "rotary_{}"
    words = "positional encoding rope rotate place order queries keys RotaryEmbedding"

    max_wavelength: Count = _BASE
    rotary_dim: Count | None = setting(
        None, "Turned", "How many numbers of a vector are turned; empty turns all. It must be even.", rare=True
    )

    def outputs(self, inputs: Specs, rules: Rules) -> Specs:
        (x,) = inputs
        check_places(x)
        size = x.axes[-1]
        if self.rotary_dim is None and decide("==", size % 2, 0) is False:
            raise ShapeError(
                "width is not even",
                f"{{me}} turns pairs of numbers, and {text.count(size)} is not even. Give {{0}} an even width.",
            )
        if self.rotary_dim is not None and decide("==", self.rotary_dim % 2, 0) is False:
            raise ShapeError(
                "odd number turned",
                f"{{me}} turns pairs of numbers, and {text.count(self.rotary_dim)} is not even. Give an even number.",
                "rotary_dim",
                Mend("Turn all", settings=(("rotary_dim", None),)),
            )
        if self.rotary_dim is not None and decide(">", self.rotary_dim, size):
            raise ShapeError(
                "too many to turn",
                f"{{me}} turns {text.count(self.rotary_dim)} numbers of a vector, and {{0}} gives {text.count(size)}.",
                "rotary_dim",
                Mend("Turn all", settings=(("rotary_dim", None),)),
            )
        return inputs

    def operations(self, inputs: Specs, outputs: Specs, rules: Rules) -> Operations:
        """Two products and a sum for each number that is turned."""
        x = inputs[0]
        turned = x.axes[-1] if self.rotary_dim is None else self.rotary_dim
        return Operations(other=3 * (x.having(x.axes[:-1]).volume * turned))


def check_places(x: Spec) -> None:
    """Refuse what is no sequence of vectors."""
    if x.rank < 2 or (x.rank == 2 and x.axes[0] is BATCH):
        mend = Mend("Insert Embedding", 0, "Embedding")
        raise ShapeError(
            "needs a sequence",
            f"{{me}} needs a sequence of vectors (steps, width) and gets {text.shape(x.visible)}. "
            "Put Embedding before it.",
            "",
            *([mend] if x.dtype.startswith("int") else []),
        )

"""Tables that turn numbers of words into vectors. Sources: Keras 3 layers.Embedding; PyTorch nn.Embedding."""

from collections.abc import Sequence

from convas.layers.layer import Hint, Layer, Specs
from convas.layers.settings import Count, setting
from convas.values.convention import Rules
from convas.values.problem import Mend, ShapeError
from convas.values.spec import Spec
from convas.values.weight import Weight

_WHOLE = Mend("Set the number type of {0} to int64", 0, settings=(("dtype", "int64"),))


class Embedding(Layer):
    """Looks every whole number up in a table of vectors: `entries * width` weights, no arithmetic."""

    title = "Embedding"
    in_keras = "`keras.layers.Embedding(input_dim, output_dim)`"
    in_pytorch = "`torch.nn.Embedding(num_embeddings, embedding_dim)`"
    sample = (10,)
    common = True
    family = "attention"
    stem = "embedding_{}"
    shown = ("input_dim", "output_dim")
    words = "lookup table vocabulary words tokens"

    input_dim: Count = setting(1000, "Entries", "How many different numbers there are, such as words of a vocabulary.")
    output_dim: Count = setting(64, "Width", "How long the vector of one entry is.")

    def outputs(self, inputs: Specs, rules: Rules) -> Specs:
        (x,) = inputs
        if not rules.keras and not _whole(x):
            raise ShapeError(
                "needs whole numbers",
                f"{{me}} looks up whole numbers, and {{0}} gives {x.dtype}. Set the number type of the input to int64.",
                "",
                _WHOLE,
            )
        return (Spec((*x.axes, self.output_dim), "float32"),)

    def weights(self, inputs: Specs, rules: Rules) -> tuple[Weight, ...]:
        name = "embeddings" if rules.keras else "weight"
        return (Weight(name, (self.input_dim, self.output_dim), ("entries", "width")),)

    def hints(self, inputs: Specs, outputs: Specs, rules: Rules) -> Sequence[Hint]:
        if _whole(inputs[0]):
            return ()
        return [
            Hint(
                "rounds its input",
                f"{{me}} looks up whole numbers, and {{0}} gives {inputs[0].dtype}.",
                mends=(_WHOLE,),
            )
        ]


def _whole(spec: Spec) -> bool:
    return spec.dtype.startswith(("int", "uint"))

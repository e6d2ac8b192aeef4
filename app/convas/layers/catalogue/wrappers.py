"""Layers around a layer. Sources: Keras 3 layers.TimeDistributed, Bidirectional, RNN, SpectralNormalization."""

from collections.abc import Sequence

from convas.layers.catalogue.dense import Dense
from convas.layers.holding import AnyLayer, called, card_of, hints_of, inside, one_step, repeated, under, without
from convas.layers.layer import Hint, Layer, Operations, Specs
from convas.layers.settings import Count, setting
from convas.layers.spelling import Spellings, keras
from convas.values import text
from convas.values.convention import Rules
from convas.values.problem import Mend, ShapeError
from convas.values.weight import Weight


class TimeDistributed(Layer):
    """Uses one layer at every step of a sequence: its weights count once, its work at every step."""

    title = "Time distributed"
    short = "Each step"
    sample = (12, 8)
    family = "recurrent"
    icon = "shape"
    stem = "distributed_{}"
    words = "wrapper every step frame sequence TimeDistributed"
    only = "keras"
    instead = "Layers there take more axes before the ones they work on, so put the layer itself here."

    layer: AnyLayer = setting(Dense(), "Layer", "The layer that every step goes through.")

    @classmethod
    def spelled(cls) -> Spellings:
        return (keras("TimeDistributed", "layer!"),)

    def outputs(self, inputs: Specs, rules: Rules) -> Specs:
        x = inputs[0]
        if x.rank < 3:
            raise ShapeError(
                "needs a sequence",
                f"{{me}} needs steps and something in each, and gets {text.shape(x.visible)}. "
                "Put Unsqueeze or Reshape before it.",
                "",
                Mend("Insert Unsqueeze for one feature", 0, "Unsqueeze", (("axis", -1),)),
            )
        made = inside(self.layer, (one_step(x),), rules)
        if len(made) != 1:
            raise ShapeError(
                "several outputs",
                "The layer in {me} gives more than one output, and only one can be put in a sequence.",
                "layer",
            )
        return (made[0].having((made[0].axes[0], x.axes[1], *made[0].axes[1:])),)

    def weights(self, inputs: Specs, rules: Rules) -> tuple[Weight, ...]:
        return under(called(self.layer), self.layer.weights((one_step(inputs[0]),), rules))

    def textbook(self, weights: tuple[Weight, ...]) -> tuple[tuple[Weight, ...], ...]:
        return self.layer.textbook(without(called(self.layer), weights))

    def operations(self, inputs: Specs, outputs: Specs, rules: Rules) -> Operations:
        one = one_step(inputs[0])
        work = self.layer.operations((one,), self.layer.outputs((one,), rules), rules)
        return repeated(work, inputs[0].axes[1])

    def hints(self, inputs: Specs, outputs: Specs, rules: Rules) -> Sequence[Hint]:
        one = one_step(inputs[0])
        return hints_of(self.layer, (one,), rules, "layer")

    def brief(self) -> list[str]:
        return card_of(self.layer)


class SpectralNormalization(Layer):
    """Divides a layer's weights by their largest stretch, which one more vector keeps track of."""

    title = "Spectral normalisation"
    short = "Spectral"
    sample = (16,)
    family = "norm"
    stem = "spectral_{}"
    words = "wrapper weights spectral normalisation gan SpectralNormalization"
    only = "keras"
    instead = "Switch spectral norm on in the layer itself."

    layer: AnyLayer = setting(Dense(), "Layer", "The layer whose weights are kept small.")
    power_iterations: Count = setting(
        1, "Iterations", "How often the stretch is worked out anew at each use.", rare=True
    )

    @classmethod
    def spelled(cls) -> Spellings:
        return (keras("SpectralNormalization", "layer!", "power_iterations"),)

    def outputs(self, inputs: Specs, rules: Rules) -> Specs:
        made = inside(self.layer, inputs, rules)
        if len(made) != 1 or self._table(inputs, rules) is None:
            raise ShapeError(
                "no kernel",
                "{me} keeps a kernel or a table small, and the layer in it has none. Put Dense, a convolution or "
                "Embedding there.",
                "layer",
            )
        return made

    def _table(self, inputs: Specs, rules: Rules) -> Weight | None:
        """The array that is kept small."""
        arrays = self.layer.weights(inputs, rules)
        return next((array for array in arrays if array.name in ("kernel", "embeddings")), None)

    def weights(self, inputs: Specs, rules: Rules) -> tuple[Weight, ...]:
        table = self._table(inputs, rules)
        assert table is not None
        vector = Weight("vector_u", (1, table.axes[-1]), ("row", table.labels[-1]), state=True)
        name = called(self.layer)
        found: list[Weight] = []
        for array in self.layer.weights(inputs, rules):
            found.append(array._replace(name=f"{name}/{array.name}"))
            if array.name == table.name:
                found.append(vector)
        return tuple(found)

    def textbook(self, weights: tuple[Weight, ...]) -> tuple[tuple[Weight, ...], ...]:
        own = tuple(weight for weight in weights if weight.name == "vector_u")
        return (*self.layer.textbook(without(called(self.layer), weights)), own)

    def operations(self, inputs: Specs, outputs: Specs, rules: Rules) -> Operations:
        return self.layer.operations(inputs, outputs, rules)

    def hints(self, inputs: Specs, outputs: Specs, rules: Rules) -> Sequence[Hint]:
        return hints_of(self.layer, inputs, rules, "layer")

    def brief(self) -> list[str]:
        return card_of(self.layer)

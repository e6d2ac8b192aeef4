"""Distances between two inputs. Source: PyTorch nn.PairwiseDistance."""

from convas.layers.layer import Layer, Operations, Ports, Specs
from convas.layers.settings import Number, Switch, setting
from convas.layers.spelling import Spellings, pytorch
from convas.values import text
from convas.values.convention import Rules
from convas.values.problem import ShapeError
from convas.values.size import UNKNOWN, Dim, decide


class PairwiseDistance(Layer):
    """Measures how far apart the rows of two inputs are: the last axis becomes one number."""

    title = "Pairwise distance"
    sample = (8, 16)
    family = "shape"
    stem = "distance_{}"
    words = "norm euclidean siamese difference"
    only = "pytorch"
    instead = "Use Subtract, and take the norm of what it gives."
    places = Ports(("first", "second"))

    p: Number = setting(2.0, "Norm", "2 is the straight line, 1 the sum of the differences.")
    eps: Number = setting(1e-6, "Epsilon", "Added to the differences, so that none is 0.", rare=True)
    keepdim: Switch = setting(False, "Keep axis", "Whether the last axis stays, with size 1.")

    @classmethod
    def spelled(cls) -> Spellings:
        return (pytorch("PairwiseDistance", "p", "eps", "keepdim"),)

    def outputs(self, inputs: Specs, rules: Rules) -> Specs:
        axes = self._stretched(inputs)
        kept: tuple[Dim, ...] = (1,) if self.keepdim and axes else ()
        return (inputs[0].having((*axes[:-1], *kept)),)

    def operations(self, inputs: Specs, outputs: Specs, rules: Rules) -> Operations:
        axes = self._stretched(inputs)
        return Operations(other=3 * inputs[0].having(axes).volume)

    def _stretched(self, inputs: Specs) -> tuple[Dim, ...]:
        """Both inputs side by side from the last axis on; an axis of 1 stretches to the other's."""
        long, short = sorted((spec.axes for spec in inputs), key=len, reverse=True)
        ahead = len(long) - len(short)
        made: list[Dim] = list(long[:ahead])
        for x, y in zip(long[ahead:], short, strict=True):
            if x == y or decide("==", y, 1):
                made.append(x)
            elif decide("==", x, 1):
                made.append(y)
            elif decide("==", x, y) is False:
                raise ShapeError(
                    "shapes differ",
                    f"{{0}} gives {text.shape(inputs[0].visible)} and {{1}} gives {text.shape(inputs[1].visible)}. "
                    "Make them equal.",
                )
            else:
                made.append(UNKNOWN)
        return tuple(made)

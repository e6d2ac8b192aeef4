"""Normalisation of the data by fixed numbers. Source: Keras 3 layers.Normalization."""

from typing import Any

from convas.layers.layer import Layer, Operations, Specs
from convas.layers.norms import axes_at
from convas.layers.settings import Axes, Numbers, Switch, setting
from convas.layers.spelling import Argument, Spellings, keras
from convas.layers.validation import SettingError
from convas.values import text
from convas.values.convention import Rules
from convas.values.problem import Mend, ShapeError
from convas.values.size import Dim, decide, value_of
from convas.values.spec import Spec
from convas.values.weight import Weight

_LEARNT = Mend("Learn both from data", settings=(("mean", ()), ("variance", ())))


class Normalization(Layer):
    """Takes the data's mean away and divides by its deviation; both are learnt from data once, or given."""

    title = "Data normalisation"
    sample = (16,)
    family = "norm"
    stem = "normalization_{}"
    words = "normalization preprocessing standardise standardize mean variance scale adapt"
    only = "keras"
    instead = "Normalise the data before it enters the network."

    axis: Axes = setting(
        (-1,), "Axes", "The axes whose places have a mean each, the batch being 0; none means one mean for all.",
        structural=True,
    )  # fmt: skip
    mean: Numbers = setting((), "Means", "The means, if they are known; empty learns them from data.", rare=True)
    variance: Numbers = setting(
        (), "Variances", "The variances, if they are known; empty learns them from data.", rare=True
    )
    invert: Switch = setting(False, "Invert", "Whether normalised data is turned back.", rare=True)

    @classmethod
    def spelled(cls) -> Spellings:
        return (
            keras(
                "Normalization",
                Argument("axis", "axis", read=_row),
                Argument("mean", "mean", read=_row),
                Argument("variance", "variance", read=_row),
                "invert",
                settle=_both_rows,
            ),
        )

    def outputs(self, inputs: Specs, rules: Rules) -> Specs:
        sizes = self._sizes(inputs[0])
        if any(value_of(size) is None for size in sizes):
            raise ShapeError(
                "axis not fixed", "{me} needs to know the sizes of its axes. Give the input's axes as numbers.", "axis"
            )
        if len(self.mean) != len(self.variance):
            raise ShapeError(
                "means and variances differ",
                f"{{me}} has {text.many(len(self.mean), 'mean')} and {text.many(len(self.variance), 'variance')}. "
                "Give as many of both, or none.",
                "variance",
                _LEARNT,
            )
        if len(self.mean) > 1 and (not sizes or decide("==", sizes[-1], len(self.mean)) is False):
            places = text.count(sizes[-1]) if sizes else "1"
            raise ShapeError(
                f"{text.many(len(self.mean), 'mean')} given",
                f"{{me}} needs 1 mean or {places}, and has {text.count(len(self.mean))}. Give as many.",
                "mean",
                _LEARNT,
            )
        return inputs

    def weights(self, inputs: Specs, rules: Rules) -> tuple[Weight, ...]:
        if self.mean:
            return ()
        sizes = self._sizes(inputs[0])
        labels = ("places",) * len(sizes)
        return (
            Weight("mean", sizes, labels, True),
            Weight("variance", sizes, labels, True),
            Weight("count", (), (), True),
        )

    def operations(self, inputs: Specs, outputs: Specs, rules: Rules) -> Operations:
        return Operations(normalization=2 * inputs[0].volume)

    def _sizes(self, x: Spec) -> tuple[Dim, ...]:
        return tuple(x.axes[place] for place in sorted(axes_at(x, self.axis)))


def _both_rows(settings: dict[str, Any]) -> dict[str, Any]:
    """Keras tells a number from a row of one: both must be the same, and a row needs an axis."""
    told = [settings[name] for name in ("mean", "variance") if settings.get(name, ()) != ()]
    rows = [isinstance(value, (list, tuple)) for value in told]
    if len(set(rows)) > 1 or (any(rows) and settings.get("axis") == ()):
        raise SettingError("mean and variance must both be numbers, or rows with an axis for them.", "mean")
    return settings


def _row(value: Any) -> Any:
    return () if value is None else value

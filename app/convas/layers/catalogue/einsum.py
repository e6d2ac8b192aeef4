"""Dense layers written as an equation. Source: Keras 3 layers.EinsumDense, _analyze_split_string."""

import re
from collections.abc import Sequence
from typing import Annotated, Any, NamedTuple

from pydantic import Field

from convas.layers.activations import LABELS, ActivationName
from convas.layers.layer import Hint, Layer, Operations, Specs
from convas.layers.settings import Axis, setting
from convas.layers.spelling import Argument, Spellings, keras
from convas.layers.validation import SettingError
from convas.values import text
from convas.values.convention import Rules
from convas.values.problem import ShapeError
from convas.values.size import UNKNOWN, Dim, decide, product, symbol, value_of
from convas.values.spec import BATCH, Spec
from convas.values.weight import Weight

Letters = Annotated[str, Field(strict=True, max_length=64, pattern=r"^[A-Za-z.,> -]*$")]
_WAYS = (
    r"()([a-zA-Z]+)(),([a-zA-Z]+)->([a-zA-Z]+)(?:\.\.\.)? *",
    r"(\.\.\.)([a-zA-Z]+)(),([a-zA-Z]+)->\.\.\.([a-zA-Z]+) *",
    r"()([a-zA-Z]{2,})(\.\.\.),([a-zA-Z]+)->([a-zA-Z]+)\.\.\. *",
)


class Terms(NamedTuple):
    """An equation put beside an input: the letters of every axis, and what the dots stand for.

    `before` and `after` are the input's axes under the dots; `sizes` is what each letter counts.
    """

    given: str
    kernel: str
    made: str
    before: tuple[Dim, ...]
    after: tuple[Dim, ...]
    out: tuple[Dim, ...]
    sizes: dict[str, Dim]


def _shape(value: Any) -> Any:
    return (value,) if isinstance(value, int) else value


def _settled(settings: dict[str, Any]) -> dict[str, Any]:
    """Keras takes no axes of a bias as None, and refuses empty text."""
    axes = settings.get("bias_axes")
    if axes == "":
        raise SettingError("Keras takes letters as bias axes, or None.", "bias_axes")
    return {**settings, "bias_axes": "" if axes is None else axes}


class EinsumDense(Layer):
    """Joins chosen axes by an equation: `abc,cd->abd` is a dense layer on the last axis."""

    title = "Einsum dense"
    sample = (16,)
    family = "dense"
    stem = "einsum_{}"
    shown = ("equation",)
    words = "einstein sum equation fully connected projection heads"
    only = "keras"
    instead = "Use Dense, or write torch.einsum in a layer of your own."

    equation: Letters = setting(
        "...x,xy->...y", "Equation", "Letters for the axes of input, kernel and output; the batch is one of them."
    )
    output_shape: tuple[Axis, ...] = setting(
        (64,), "Output shape", "The output's axes without the batch and the dots; empty ones stay open."
    )
    bias_axes: Letters = setting("", "Bias axes", "The output's letters that have a bias; none has no bias.")
    activation: ActivationName = setting("linear", "Activation", "What is applied to every output.", labels=LABELS)

    @classmethod
    def spelled(cls) -> Spellings:
        shape = Argument("output_shape", "output_shape", needed=True, read=_shape)
        return (keras("EinsumDense", "equation!", shape, "activation", "bias_axes", settle=_settled),)

    def outputs(self, inputs: Specs, rules: Rules) -> Specs:
        terms = self._terms(inputs[0])
        return (inputs[0].having((*terms.before, *terms.out, *terms.after)),)

    def weights(self, inputs: Specs, rules: Rules) -> tuple[Weight, ...]:
        terms = self._terms(inputs[0])
        told = dict(zip(terms.made, terms.out, strict=True))
        shape = tuple(told.get(letter, terms.sizes[letter]) for letter in terms.kernel)
        kernel = Weight("kernel", shape, tuple(terms.kernel))
        if not self.bias_axes:
            return (kernel,)
        strange = next((letter for letter in self.bias_axes if letter not in terms.made), None)
        if strange is not None:
            raise ShapeError(
                "no such bias axis",
                f"The output has no axis {strange} for a bias. Choose from {text.listed(list(terms.made), 'and')}.",
                "bias_axes",
            )
        tail = terms.made[min(terms.made.index(letter) for letter in self.bias_axes) :]
        axes = tuple(told[letter] if letter in self.bias_axes else 1 for letter in tail)
        under = len(terms.after)
        return (kernel, Weight("bias", (*axes, *(1,) * under), (*tail, *("stretched",) * under)))

    def operations(self, inputs: Specs, outputs: Specs, rules: Rules) -> Operations:
        terms = self._terms(inputs[0])
        dots = (*terms.before, *terms.after)
        made = _volume((*dots, *(terms.sizes[letter] for letter in terms.made)))
        joined = [letter for letter in dict.fromkeys(terms.given + terms.kernel) if letter not in terms.made]
        return Operations(
            macs=made * _volume(tuple(terms.sizes[letter] for letter in joined)),
            bias=made if self.bias_axes else 0,
            activation=0 if self.activation == "linear" else made,
        )

    def hints(self, inputs: Specs, outputs: Specs, rules: Rules) -> Sequence[Hint]:
        terms = self._terms(inputs[0])
        for letter, axis in zip(terms.made, terms.out, strict=True):
            size = value_of(terms.sizes[letter])
            if axis is UNKNOWN and size is not None:
                return [
                    Hint(
                        f"axis {letter} is open",
                        f"Keras leaves axis {letter} open, because the output shape does. "
                        f"Put {text.count(size)} there to keep it.",
                    )
                ]
        return ()

    def _terms(self, x: Spec) -> Terms:
        left, given, right, kernel, made = self._parsed()
        dots = x.rank - len(given)
        if dots < 0 or (dots and not left and not right):
            raise ShapeError(
                f"needs {len(given)} axes",
                f"The equation names {text.many(len(given), 'axis', 'axes')} of the input, the batch included, "
                f"and {{0}} gives {x.rank}. Change the equation, or put Reshape before {{me}}.",
                "equation",
            )
        start = dots if left else 0
        before, after = x.axes[:start], x.axes[len(given) :] if not left else ()
        sizes = self._sizes(given, x.axes[start : start + len(given)])
        lead = 0 if before else 1
        if len(self.output_shape) + lead != len(made):
            raise ShapeError(
                f"{len(made) - lead} axes out",
                f"The equation gives {text.many(len(made) - lead, 'axis', 'axes')} beside the batch, and the output "
                f"shape has {len(self.output_shape)}. Make them the same number.",
                "output_shape",
            )
        out = (*x.axes[:lead], *map(_axis, self.output_shape))
        for letter, axis in zip(made, out, strict=True):
            have = sizes.setdefault(letter, axis)
            if axis is not UNKNOWN and have is not axis and decide("==", have, axis) is not True:
                raise ShapeError(
                    f"axis {letter} differs",
                    f"Axis {letter} is {text.count(have)} in the input and {text.count(axis)} in the output shape. "
                    "Make them equal, or leave it empty there.",
                    "output_shape",
                )
        self._check_letters(given, kernel, made)
        return Terms(given, kernel, made, before, after, out, sizes)

    def _parsed(self) -> tuple[str, str, str, str, str]:
        """Dots before, the input's letters, dots after, the kernel's letters, the output's."""
        for way in _WAYS:
            found = re.fullmatch(way, self.equation)
            if found:
                left, given, right, kernel, made = found.groups()
                return left, given, right, kernel, made
        raise ShapeError(
            "not an equation",
            "The equation must read like ab,bc->ac: letters of the input, of the kernel and of the output. "
            "Input and output may both begin or both end with three dots.",
            "equation",
        )

    def _sizes(self, given: str, axes: tuple[Dim, ...]) -> dict[str, Dim]:
        """What each letter of the input counts."""
        sizes: dict[str, Dim] = {}
        for letter, axis in zip(given, axes, strict=True):
            have = sizes.setdefault(letter, axis)
            if have is not axis and decide("==", have, axis) is not True:
                raise ShapeError(
                    f"axis {letter} differs",
                    f"The input has two axes {letter}, of {text.count(have)} and {text.count(axis)}. Rename one.",
                    "equation",
                )
        return sizes

    def _check_letters(self, given: str, kernel: str, made: str) -> None:
        for letter in made:
            if letter not in given and letter not in kernel:
                raise _astray(letter, "output", "the input or the kernel")
            if made.count(letter) > 1:
                raise ShapeError("axis made twice", f"The output has axis {letter} twice. Rename one.", "equation")
        for letter in kernel:
            if letter not in given and letter not in made:
                raise _astray(letter, "kernel", "the input or the output")


def _astray(letter: str, where: str, there: str) -> ShapeError:
    return ShapeError(
        f"axis {letter} not found",
        f"Axis {letter} of the {where} is in neither {there.replace(' or ', ' nor ')}. Change the equation.",
        "equation",
    )


def _axis(axis: int | str | Dim | None) -> Dim:
    if axis is None:
        return UNKNOWN
    return symbol(axis) if isinstance(axis, str) else axis


def _volume(axes: tuple[Dim, ...]) -> Dim:
    """All axes but the batch multiplied."""
    return product(tuple(axis for axis in axes if axis is not BATCH))

"""Finding: what the rules say of one layer with given inputs. It holds nothing of the node that asked.

Findings are remembered by the identity of layer and input specs, so a layer that stands in a
design ten thousand times with equal inputs is evaluated once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import reduce
from operator import add
from typing import TYPE_CHECKING, Final

from convas.layers.availability import foreign
from convas.layers.layer import Layer, Operations, Specs
from convas.values import text
from convas.values.convention import Rules
from convas.values.problem import Problem, ShapeError
from convas.values.size import LARGEST, Dim, Undecided, settle
from convas.values.spec import ABSENT, Spec
from convas.values.weight import Weight

if TYPE_CHECKING:
    from convas.analysis.inside import Inside

Given = tuple[Spec | None, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """Specs, arrays and work of one layer; None stands for unknown.

    `trainable` and `state` count the layer's arrays as if it were alone and trained.
    `operations` and `memory` (bytes of its outputs) are for one example.
    `active` is how many parameters work on one place, where not all of them do.
    Of a block, `inside` holds what was found in it; `weights` are then empty, because its arrays are a tree.
    """

    layer: Layer
    inputs: Given
    outputs: Given
    weights: tuple[Weight, ...] | None
    trainable: Dim | None
    state: Dim | None
    operations: Operations | None
    memory: Dim | None
    problems: tuple[Problem, ...] = ()
    inside: Inside | None = None
    active: Dim | None = None

    @property
    def macs(self) -> Dim | None:
        return None if self.operations is None else self.operations.macs

    @property
    def costs(self) -> tuple[Operations | None, Dim | None]:
        """Operations and memory as far as they are known: of a block that misses some, those of the rest."""
        if self.inside is not None:
            return self.inside.counts.operations, self.inside.counts.memory
        return self.operations, self.memory


class Memo:
    """Evaluates layers and remembers the findings; forgets all when it holds too many."""

    def __init__(self, most: int = 200_000) -> None:
        self._most = most
        self._findings: dict[tuple[object, ...], tuple[Layer, Given, Finding]] = {}
        self._layers: dict[Layer, Layer] = {}
        self._specs: dict[Spec, Spec] = {}
        self.evaluated = 0

    def find(self, layer: Layer, inputs: Given, rules: Rules, bypassed: bool = False) -> Finding:
        """The finding for a layer (by identity, then by equality) with inputs that `intern` gave."""
        found = self._findings.get((id(layer), *map(id, inputs), rules.name, bypassed))
        if found is not None:
            return found[2]
        if len(self._findings) > self._most:
            self._findings.clear()
            self._layers.clear()
            self._specs.clear()
        same = self._layers.setdefault(layer, layer)
        key = (id(same), *map(id, inputs), rules.name, bypassed)
        found = self._findings.get(key)
        if found is None:
            self.evaluated += 1
            made = _bypass(same, inputs) if bypassed else evaluate(same, inputs, rules, self.intern)
            found = (same, inputs, made)
            self._findings[key] = found
        if same is not layer:
            self._findings[(id(layer), *key[1:])] = (layer, inputs, found[2])
        return found[2]

    def intern(self, spec: Spec) -> Spec:
        """The one spec that stands for all equal ones."""
        return self._specs.setdefault(spec, spec)


def evaluate(layer: Layer, inputs: Given, rules: Rules, intern: Callable[[Spec], Spec] = lambda spec: spec) -> Finding:
    """Run the rules of a layer. What cannot be known is None; what is wrong is a problem."""
    lacking = missing(layer, inputs)
    if lacking is not None:
        return unknown(layer, inputs, lacking)
    given = tuple(spec for spec in inputs if spec is not None)
    if len(given) < len(inputs):
        return unknown(layer, inputs)
    strange = foreign(layer, rules)
    if strange is not None:
        return unknown(layer, inputs, strange)
    try:
        made = layer.outputs(given, rules)
        outputs = tuple(intern(spec.having(tuple(settle(axis) for axis in spec.axes))) for spec in made)
        too_large = next((axis for spec in outputs for axis in spec.axes if _large(axis)), None)
        if too_large is not None:
            return unknown(layer, inputs, _overflow(too_large))
        weights = layer.weights(given, rules)
        operations = layer.operations(given, outputs, rules)
        hints = layer.hints(given, outputs, rules)
        active = layer.active(given, rules)
    except ShapeError as error:
        return unknown(layer, inputs, error.problem)
    except Undecided:
        return unknown(layer, inputs, _UNDECIDED)
    problems = tuple(Problem(hint.summary, hint.message, hint.severity, mends=hint.mends) for hint in hints)
    found = _counted(layer, inputs, outputs, weights, operations, problems)
    return found if active is None or found.weights is None else replace(found, active=settle(active))


def _counted(
    layer: Layer,
    inputs: Given,
    outputs: Specs,
    weights: tuple[Weight, ...],
    operations: Operations,
    problems: tuple[Problem, ...],
) -> Finding:
    open_weight = next((weight for weight in weights if any(not isinstance(n, int) for n in weight.axes)), None)
    trainable = state = None
    if open_weight is not None:
        problems = (_endless(open_weight), *problems)
    else:
        trainable = _sum(weight.size for weight in weights if not weight.state)
        state = _sum(weight.size for weight in weights if weight.state)
    return Finding(
        layer=layer,
        inputs=inputs,
        outputs=outputs,
        weights=None if open_weight is not None else weights,
        trainable=trainable,
        state=state,
        operations=operations.settled(),
        memory=settle(_sum(spec.memory for spec in outputs)) if layer.ports.outputs else 0,
        problems=problems,
    )


def _bypass(layer: Layer, inputs: Given) -> Finding:
    """A bypassed layer: the first input passes through, and nothing counts."""
    lacking = missing(layer, inputs)
    if lacking is not None:
        return unknown(layer, inputs, lacking)
    through = inputs[0]
    outputs = (through,) * len(layer.ports.outputs)
    return Finding(layer, inputs, outputs, (), 0, 0, Operations(), 0)


def unknown(layer: Layer, inputs: Given = (), *problems: Problem) -> Finding:
    """A finding of which nothing is known."""
    outputs = (None,) * len(layer.ports.outputs)
    return Finding(layer, inputs, outputs, None, None, None, None, None, problems)


def missing(layer: Layer, inputs: Given) -> Problem | None:
    """What is not linked yet."""
    needed = layer.ports.needed
    linked = sum(spec is not ABSENT for spec in inputs[:needed])
    if linked == needed:
        return None
    if needed == 1:
        return Problem("not linked", "{me} has no input yet. Drag a link to it.", "open")
    return Problem(
        f"{linked} of {needed} inputs",
        f"{{me}} needs {needed} inputs and has {text.count(linked)}. Drag links to it.",
        "open",
    )


def _endless(weight: Weight) -> Problem:
    axes = [text.count(axis) for axis in weight.axes]
    return Problem(
        "size not fixed",
        f"The {weight.name} of {{me}} would be {' × '.join(axes)}, and a weight needs numbers. "
        "Give the input's axes as numbers, or put a layer before it that takes the open axis away.",
    )


def _overflow(axis: Dim) -> Problem:
    return Problem(
        "too large",
        f"{{me}} would have an axis of {text.count(axis)}, more than any framework can hold. Choose smaller numbers.",
    )


def _large(size: Dim) -> bool:
    return isinstance(size, int) and not 0 <= size <= LARGEST


def _sum(sizes: object) -> Dim:
    return reduce(add, sizes, 0)  # type: ignore[call-overload, no-any-return]


_UNDECIDED: Final = Problem(
    "open sizes",
    "The shape of {me} depends on sizes that are still open. Give the input's axes as numbers.",
    "open",
)

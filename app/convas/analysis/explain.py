"""Explaining: the same rules run once more with named numbers, so that every count shows its working."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from convas.analysis.finding import Finding
from convas.layers.layer import Layer, Specs
from convas.layers.tracing import traced, traced_spec
from convas.layers.use import BlockInput
from convas.values.calculation import factored, summed, written_out
from convas.values.convention import Rules
from convas.values.operations import EVERYTHING, WORDS, Included, Operations
from convas.values.reading import Token, equation, tokens
from convas.values.size import Dim, Size, leaf, settle, value_of
from convas.values.spec import Spec
from convas.values.weight import Weight


@dataclass(frozen=True, slots=True)
class Explanation:
    """How the numbers of one layer come about.

    parameters   the textbook form of what counts as parameters; None where there is none
    weights      the arrays with named axes
    shapes       for each output, the formula of each axis; the batch left out
    active       how many parameters work on one place, where not all do
    """

    parameters: Dim | None
    weights: tuple[Weight, ...]
    shapes: tuple[tuple[Dim, ...], ...]
    counts_state: bool
    operations: Operations
    active: Dim | None = None

    @property
    def formula(self) -> list[Token]:
        """The parameter formula as captioned pieces."""
        return [] if self.parameters is None else tokens(self.parameters)

    @property
    def text(self) -> str:
        """`(3 × 3 × 20 + 1) × 20 = 3,620`, or `no weights`."""
        return "no weights" if self.parameters is None else equation(self.parameters)

    @property
    def summed(self) -> str:
        """The same count written out array by array."""
        counted = [weight for weight in self.weights if self.counts_state or not weight.state]
        return equation(written_out(counted)) if counted else "no weights"

    def own(self, lent: Collection[str]) -> Dim | None:
        """The count without the arrays of these names; None where nothing is left."""
        kept = [one for one in self.weights if one.name not in lent and (self.counts_state or not one.state)]
        return factored(kept) if kept else None

    def shape_lines(self) -> list[str]:
        """One line for every axis that is worked out: `floor((120 + 2 × 1 − 3) / 1) + 1 = 120`."""
        lines: list[str] = []
        for axes in self.shapes:
            lines += [equation(axis) for axis in axes if isinstance(axis, Size) and axis.op not in ("leaf", "poly")]
        return list(dict.fromkeys(lines))

    def work_lines(self, included: Included = EVERYTHING) -> list[tuple[str, Dim]]:
        """What the layer computes for one example, part by part: its name and its formula; FLOPs come last."""
        lines = [("MACs", self.operations.macs)]
        for (part, word), there in zip(WORDS.items(), included, strict=True):
            if there:
                lines.append((word.capitalize(), getattr(self.operations, part)))
        known = [(word, size) for word, size in lines if value_of(size) != 0]
        if not known:
            return []
        flops: Dim = 0
        for word, size in known:
            flops = flops + (leaf("", 2) * settle(size) if word == "MACs" else leaf("", value_of(size)))
        return [*known, ("FLOPs", flops)] if value_of(flops) is not None else known


def explain(finding: Finding, rules: Rules) -> Explanation | None:
    """The explanation of a finding, or None where its count is not known."""
    if finding.weights is None or finding.inside is not None or any(spec is None for spec in finding.inputs):
        return None
    given = tuple(traced_spec(spec) for spec in finding.inputs if spec is not None)
    layer = traced(finding.layer)
    if finding.weights == () and finding.trainable == 0 and finding.operations == Operations() and _passes(finding):
        return Explanation(None, (), (), rules.counts_state, Operations())
    weights = layer.weights(given, rules)
    counted = [weight for weight in weights if rules.counts_state or not weight.state]
    outputs = layer.outputs(given, rules)
    return Explanation(
        _textbook(layer, given, counted, rules),
        weights,
        tuple(spec.visible for spec in outputs),
        rules.counts_state,
        layer.operations(given, _made(finding), rules),
        layer.active(given, rules),
    )


def _textbook(layer: Layer, given: Specs, counted: list[Weight], rules: Rules) -> Dim | None:
    """The layer's own way to write the count down, or what its arrays share factored out."""
    if not counted:
        return None
    told = layer.written(given, rules)
    return summed(layer.textbook(tuple(counted))) if told is None else told


def _made(finding: Finding) -> tuple[Spec, ...]:
    """The outputs as numbers, so that the work is told in them and not in how they came about."""
    return tuple(traced_spec(spec, "out") for spec in finding.outputs if spec is not None)


def _passes(finding: Finding) -> bool:
    """Whether the layer only hands its input on (or is bypassed, or stands for what comes into a block)."""
    if isinstance(finding.layer, BlockInput):
        return True
    return bool(finding.inputs) and all(made is finding.inputs[0] for made in finding.outputs)

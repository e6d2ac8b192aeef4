"""Variables: what every name of a drawing stands for, and why a name stands for nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Final

from convas.analysis.binding import effective, worked_out
from convas.design.design import Design
from convas.design.records import TOP, Block, Node, Variable
from convas.layers.layer import Layer
from convas.values import text
from convas.values.formula import FormulaError, needs

_MOST_NAMED: Final = 20
NO_NAMES: Final[Mapping[str, int]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Environment:
    """The values of the names that formulas of a scope may use; `faults` are sentences about those without one.

    `block` names the block whose inside the scope is.
    """

    values: dict[str, int] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)
    block: str = ""

    def differing(self, other: Environment) -> set[str]:
        """The names of which the two say different things."""
        return {name for name, _ in self._told() ^ other._told()}

    def known(self, more: Mapping[str, int]) -> Environment:
        """The same with other names known as well."""
        return replace(self, values={**self.values, **more}) if more else self

    def stranger(self, formula: str) -> str:
        """What is wrong with a formula inside a block that uses other names than arguments; else empty."""
        name = next((name for name in needs(formula) if name not in self.values), "")
        if not self.block or not name:
            return ""
        own = list(self.values)
        few = own if len(own) <= _MOST_NAMED else [*own[:_MOST_NAMED], "others"]
        has = f"has the argument{'s' if len(own) > 1 else ''} {text.listed(few)}" if own else "has no arguments yet"
        return f"{name} is not known inside {self.block}, which {has}. Add an argument for it."

    def _told(self) -> set[tuple[str, int | str]]:
        return {*self.values.items(), *self.faults.items()}


def environment(design: Design, scope: int = TOP) -> Environment:
    """The variables; inside a block its arguments, as they are where nothing else is given."""
    if scope != TOP:
        block = design.get(Block, scope)
        if block is None:
            return Environment()
        return Environment({argument.name: argument.value for argument in block.arguments}, block=block.name)
    return computed({variable.name: variable for variable in design.all(Variable)})


def layer_of(design: Design, node: Node) -> Layer:
    """The layer of a node as it counts: with its formulas worked out, where they give something."""
    if not node.bindings:
        return node.layer
    return effective(node, environment(design, node.scope).values)[0]


def computed(variables: dict[str, Variable]) -> Environment:
    """Every variable's value, formulas after what they need."""
    values = {name: variable.value for name, variable in variables.items() if not variable.formula}
    faults: dict[str, str] = {}
    for start in variables:
        trail = {start: None}
        while trail:
            name = next(reversed(trail))
            if name in values or name in faults:
                trail.popitem()
                continue
            wanted = [need for need in needs(variables[name].formula) if need in variables]
            missing = next((need for need in wanted if need not in values and need not in faults), None)
            if missing is None:
                _work_out(variables[name], wanted, values, faults)
            elif missing in trail:
                circle = list(trail)[list(trail).index(missing) :]
                faults |= dict.fromkeys(circle, _circle(circle))
            else:
                trail[missing] = None
    return Environment(values, faults)


def _work_out(variable: Variable, wanted: list[str], values: dict[str, int], faults: dict[str, str]) -> None:
    """Note what a variable is worth, or why it is worth nothing; what another one lacks is said as it is of that."""
    broken = next((faults[need] for need in wanted if need in faults), None)
    if broken is not None:
        faults[variable.name] = broken
        return
    try:
        values[variable.name] = worked_out(variable.formula, values)
    except FormulaError as error:
        faults[variable.name] = f"{variable.name} is {variable.formula}. {error}"


def _circle(ring: list[str]) -> str:
    """Told from the first name of the alphabet on, so that it reads the same wherever it was found."""
    first = ring.index(min(ring))
    ring = [*ring[first:], *ring[:first]]
    shown = [*ring, ring[0]] if len(ring) <= _MOST_NAMED else [*ring[:_MOST_NAMED], "..."]
    return f"The formulas go round in a circle: {', '.join(shown)}. Give one of them a number."

"""Variables: what every name of a drawing stands for, and why a name stands for nothing."""

from __future__ import annotations

from dataclasses import dataclass, field

from convas.analysis.binding import needs, worked_out
from convas.design.design import Design
from convas.design.records import TOP, Block, Variable
from convas.values.formula import FormulaError


@dataclass(frozen=True, slots=True)
class Environment:
    """The values of the names that formulas of a scope may use; `faults` are sentences about those without one."""

    values: dict[str, int] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)

    def differing(self, other: Environment) -> set[str]:
        """The names of which the two say different things."""
        return {name for name, _ in self._told() ^ other._told()}

    def _told(self) -> set[tuple[str, int | str]]:
        return {*self.values.items(), *self.faults.items()}


def environment(design: Design, scope: int = TOP) -> Environment:
    """The variables; inside a block its arguments, as they are where nothing else is given."""
    if scope != TOP:
        block = design.get(Block, scope)
        return Environment({} if block is None else {argument.name: argument.value for argument in block.arguments})
    return computed({variable.name: variable for variable in design.all(Variable)})


def computed(variables: dict[str, Variable]) -> Environment:
    """Every variable's value, formulas after what they need."""
    values = {name: variable.value for name, variable in variables.items() if not variable.formula}
    faults: dict[str, str] = {}
    for start in variables:
        trail: list[str] = [start]
        while trail:
            name = trail[-1]
            if name in values or name in faults:
                trail.pop()
                continue
            wanted = needs(variables[name].formula)
            missing = next((need for need in wanted if need in variables and need not in {*values, *faults}), None)
            if missing is not None and missing not in trail:
                trail.append(missing)
                continue
            if missing is not None:
                circle = [*trail[trail.index(missing) :], missing]
                faults |= dict.fromkeys(circle, _circle(circle))
                continue
            try:
                values[name] = worked_out(variables[name].formula, values, faults)
            except FormulaError as error:
                faults[name] = f"{name} is {variables[name].formula}. {error}"
    return Environment(values, faults)


def _circle(names: list[str]) -> str:
    """Told from the first name of the alphabet on, so that it reads the same wherever it was found."""
    ring = names[:-1]
    first = ring.index(min(ring))
    ring = [*ring[first:], *ring[:first]]
    return f"The formulas go round in a circle: {', '.join([*ring, ring[0]])}. Give one of them a number."

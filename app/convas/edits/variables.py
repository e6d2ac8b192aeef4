"""Edits of variables: named numbers that formulas use. What uses them follows in the same step."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from convas.analysis.variables import computed, layer_of
from convas.design.delta import Delta
from convas.design.design import Design
from convas.design.records import Node, Record, Variable
from convas.edits.bindings import freed, written
from convas.edits.edit import Edit, Refused
from convas.values import text
from convas.values.formula import FUNCTIONS, LONGEST, FormulaError, nameable, needs, parse
from convas.values.size import LARGEST

STEM = "size"


def add_variable(design: Design, name: str = "", value: int = 64, formula: str = "") -> tuple[Edit, Variable]:
    """A new variable; without a name it gets the next free one."""
    chosen = _checked(design, name) if name else _free(design)
    variable = Variable(design.next_id(), chosen, _within(value))
    if formula:
        variable = replace(variable, formula=_read(design, variable, formula))
    return _edit(design, f"Add {chosen}", {variable.id: variable}), variable


def delete_variables(design: Design, ids: Iterable[int]) -> Edit:
    """Delete variables; whatever used them keeps the number that it has now."""
    gone = [variable for key in dict.fromkeys(ids) if (variable := design.get(Variable, key)) is not None]
    names = {variable.name for variable in gone}
    nodes: dict[int, Node] = {}
    for name in sorted(names):
        for node in design.bound(name):
            fields = {field for field, formula in node.bindings if names & {*needs(formula)}}
            nodes[node.id] = freed(node, layer_of(design, node), fields)
    values = _values(design)
    changed = {
        variable.id: replace(variable, formula="", value=values.get(variable.name, variable.value))
        for variable in design.all(Variable)
        if variable not in gone and names & {*needs(variable.formula)}
    }
    what = gone[0].name if len(gone) == 1 else text.many(len(gone), "variable")
    return _edit(design, f"Delete {what}", changed, nodes, {variable.id for variable in gone})


def rename_variable(design: Design, variable_id: int, name: str) -> Edit:
    """Give a variable another name; formulas follow."""
    variable = _variable(design, variable_id)
    old = variable.name
    chosen = _checked(design, name, variable_id)
    nodes = {
        node.id: replace(node, bindings=tuple((field, _renamed(told, old, chosen)) for field, told in node.bindings))
        for node in design.bound(old)
    }
    changed = {
        other.id: replace(other, formula=_renamed(other.formula, old, chosen))
        for other in design.all(Variable)
        if old in needs(other.formula)
    }
    changed[variable_id] = replace(changed.get(variable_id, variable), name=chosen)
    return _edit(design, f"Rename {old} to {chosen}", changed, nodes)


def set_value(design: Design, variable_id: int, value: int, *, merge: str = "") -> Edit:
    """Give a variable a number; edits of one variable with the same `merge` are one step."""
    variable = _variable(design, variable_id)
    after = replace(variable, value=_within(value), formula="")
    name = f"Set {variable.name} to {text.count(value)}"
    return _edit(design, name, {variable_id: after}, merge=f"{merge} variable {variable_id}" if merge else "")


def set_formula(design: Design, variable_id: int, formula: str) -> Edit:
    """Work a variable out from others; without a formula it keeps its number."""
    variable = _variable(design, variable_id)
    if not formula.strip():
        values = _values(design)
        after = replace(variable, formula="", value=values.get(variable.name, variable.value))
        return _edit(design, f"Take the formula off {variable.name}", {variable_id: after})
    told = _read(design, variable, formula)
    return _edit(design, f"Set {variable.name} to {told}", {variable_id: replace(variable, formula=told)})


def set_range(design: Design, variable_id: int, minimum: int | None, maximum: int | None) -> Edit:
    """Say between which numbers a variable's slider goes; None leaves an end open."""
    variable = _variable(design, variable_id)
    for end in (minimum, maximum):
        if end is not None:
            _within(end)
    if minimum is not None and maximum is not None and minimum >= maximum:
        raise Refused("The smallest value must be below the largest.", "maximum")
    after = replace(variable, minimum=minimum, maximum=maximum)
    return _edit(design, f"Set the range of {variable.name}", {variable_id: after})


def _edit(
    design: Design,
    name: str,
    changed: dict[int, Variable],
    nodes: dict[int, Node] | None = None,
    gone: set[int] | None = None,
    merge: str = "",
) -> Edit:
    """The planned change, with the values of all variables that have formulas."""
    now = {variable.id: variable for variable in design.all(Variable)}
    then = {key: variable for key, variable in {**now, **changed}.items() if key not in (gone or ())}
    values = computed({variable.name: variable for variable in then.values()}).values
    then = {
        key: replace(variable, value=values.get(variable.name, variable.value)) if variable.formula else variable
        for key, variable in then.items()
    }
    pairs: list[tuple[Record, Record]] = [(now[key], after) for key, after in then.items() if key in now]
    pairs += [(design.node(key), after) for key, after in (nodes or {}).items()]
    delta = Delta.replacing(*pairs)
    delta = delta.then(Delta.adding(*(after for key, after in then.items() if key not in now)))
    return Edit(name, delta.then(Delta.removing(*(now[key] for key in gone or ()))), merge)


def _read(design: Design, variable: Variable, formula: str) -> str:
    """The formula as it is kept, if it gives a number."""
    told = written(formula)
    try:
        parse(told)
    except FormulaError as error:
        raise Refused(str(error), "formula") from None
    others = {other.name: other for other in design.all(Variable)}
    after = computed({**others, variable.name: replace(variable, formula=told)})
    wrong = after.faults.get(variable.name)
    if wrong is not None:
        raise Refused(wrong.removeprefix(f"{variable.name} is {told}. "), "formula")
    return told


def _checked(design: Design, name: str, own: int = 0) -> str:
    clean = name.strip()
    if clean in FUNCTIONS:
        raise Refused(f"{clean} is a function of formulas. Choose another name.", "name")
    if not nameable(clean):
        raise Refused("A variable's name has letters a to z, digits and _, and does not begin with a digit.", "name")
    other = design.variable(clean)
    if other is not None and other.id != own:
        raise Refused(f"There is a variable called {clean} already. Choose another name.", "name")
    return clean


def _free(design: Design) -> str:
    taken = {variable.name for variable in design.all(Variable)}
    names = (STEM if number == 1 else f"{STEM}_{number}" for number in range(1, len(taken) + 2))
    return next(name for name in names if name not in taken)


def _renamed(formula: str, old: str, new: str) -> str:
    if old not in needs(formula):
        return formula
    told = parse(formula).renamed(old, new)
    if len(told) > LONGEST:
        raise Refused("A formula that uses it would become too long. Choose a shorter name.", "name")
    return told


def _values(design: Design) -> dict[str, int]:
    return computed({variable.name: variable for variable in design.all(Variable)}).values


def _within(value: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise Refused("A variable is a whole number.", "value")
    if abs(value) > LARGEST:
        raise Refused(f"A variable can be {LARGEST:,} at most.", "value")
    return value


def _variable(design: Design, variable_id: int) -> Variable:
    variable = design.get(Variable, variable_id)
    if variable is None:
        raise Refused("That variable is not there any more.")
    return variable

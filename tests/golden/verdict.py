"""Judging one golden record: what a framework said of a layer, against what Convas says."""

import json
from functools import cache
from pathlib import Path
from typing import NamedTuple

from convas.analysis.finding import evaluate
from convas.exchange.calls import CallError, read_call, read_use
from convas.layers.validation import changed
from convas.values.call import Call
from convas.values.convention import RULES
from convas.values.size import UNKNOWN
from convas.values.spec import ABSENT, BATCH, Spec

HERE = Path(__file__).parent
CONVENTIONS = {"torch": "pytorch", "keras": "keras"}


class Verdict(NamedTuple):
    """`wrong` says what differs and is empty where all agrees; `stricter` where nonsense was refused."""

    wrong: str = ""
    stricter: bool = False


@cache
def records(framework, folder=HERE):
    """The records of a framework by type."""
    found = {}
    for record in json.loads((folder / f"layers_{framework}.json").read_text())["records"]:
        found.setdefault(record["type"], []).append(record)
    return found


def judge(framework, record) -> Verdict:
    """Build the layer from the framework's own arguments, count it, and compare everything that is told."""
    if "call_differs" in record:
        record = _really(record)
    try:
        finding, rules = counted(framework, record)
    except CallError as refused:
        if record.get("error"):
            return Verdict()
        return Verdict("" if record.get("surprising_ok") else f"refused: {refused}", stricter=True)
    wrongs = [problem for problem in finding.problems if problem.severity != "hint"]
    if record.get("error"):
        if not wrongs:
            return Verdict(f"should fail: {record['message']}")
        return Verdict(_outputs(finding, record["eval_output"])) if "eval_output" in record else Verdict()
    if wrongs:
        return Verdict("" if record.get("surprising_ok") else f"problem: {wrongs[0].message}", stricter=True)
    return Verdict(_outputs(finding, record["output"]) or _weights(framework, finding, record, rules))


def counted(framework, record):
    convention = CONVENTIONS[framework]
    given = record.get("call", {})
    layer = _called(read_call(convention, _call(record["type"], record["kwargs"])), given)
    dtypes = record.get("input_dtype") or "float32"
    dtypes = [dtypes] * len(record["input"]) if isinstance(dtypes, str) else dtypes
    specs = [_spec(framework, shape, dtype) for shape, dtype in zip(record["input"], dtypes, strict=True)]
    specs += [Spec((len(given["offsets"]),), "int64")] if "offsets" in given else []
    if len(specs) > len(layer.ports.inputs) and "initial_state" in type(layer).model_fields:
        layer = changed(layer, initial_state=True)
    layer, places = read_use(convention, record["type"], layer, specs, given)
    ports = layer.ports
    if not ports.variadic:
        if len(specs) > len(ports.inputs):
            raise CallError("It has fewer inputs.")
        specs = [places.get(index, ABSENT) for index in range(len(ports.inputs))]
    return evaluate(layer, tuple(specs), RULES[convention]), RULES[convention]


def _call(name, kwargs):
    """The constructor's call; layers among its arguments are calls of their own."""
    return Call(name, kwargs={key: _inner(value) for key, value in kwargs.items()})


def _inner(value):
    if isinstance(value, dict) and value.keys() == {"class", "kwargs"}:
        return _call(value["class"], value["kwargs"])
    return [_inner(part) for part in value] if isinstance(value, list) else value


def _called(layer, given):
    """The layer with what it is told at the call; of an output size the axes of space are meant."""
    for name in ("offsets", "reverse"):
        if name in given and name in type(layer).model_fields:
            layer = changed(layer, **{name: bool(given[name])})
    if "output_size" not in given:
        return layer
    return changed(layer, output_size=tuple(given["output_size"][-layer.dims :]))


def _spec(framework, shape, dtype):
    axes = [UNKNOWN if axis is None else axis for axis in shape]
    if framework == "keras" and shape and shape[0] is None:
        axes[0] = BATCH
    return Spec(tuple(axes), dtype)


def _really(record):
    """What the real call did, where it differs from what was said before it: it gave something else, or failed."""
    differs = record["call_differs"]
    return {**record, **differs, "error": "output" not in differs}


def _outputs(finding, wanted) -> str:
    made = [None if spec is None else [_axis(axis) for axis in spec.axes] for spec in finding.outputs]
    return "" if made == _flat(wanted) else f"outputs {made}, not {wanted}"


def _axis(axis):
    return axis if isinstance(axis, int) else None if axis in (BATCH, UNKNOWN) else str(axis)


def _flat(outputs):
    """Nested outputs in order; a shape is a list of numbers."""
    found = []
    for output in outputs:
        if output is None:
            continue
        nested = any(isinstance(part, list) for part in output)
        found += _flat(output) if nested else [output]
    return found


def _weights(framework, finding, record, rules) -> str:
    trained = {weight.name: list(weight.axes) for weight in finding.weights if not weight.state}
    state = {weight.name: list(weight.axes) for weight in finding.weights if weight.state}
    if framework == "torch":
        wanted, told = record["weights"], trained
        if "buffer_shapes" in record and state != record["buffer_shapes"]:
            return f"buffers {state}, not {record['buffer_shapes']}"
        if finding.state != record["buffers"]:
            return f"{finding.state} in buffers, not {record['buffers']}"
    else:
        wanted = {path.partition("/")[2] or path: shape for path, shape in record["weights"].items()}
        told = {weight.name: list(weight.axes) for weight in finding.weights}
        if finding.state != record["non_trainable"]:
            return f"{finding.state} of state, not {record['non_trainable']}"
    if list(told.items()) != list(wanted.items()):
        return f"weights {told}, not {wanted}"
    parameters = finding.trainable + (finding.state if rules.counts_state else 0)
    counts = {"params": parameters, "trainable": finding.trainable}
    return "".join(f"{count} {name}, not {record[name]}" for name, count in counts.items() if count != record[name])

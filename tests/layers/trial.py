"""Trying one layer on one input."""

from convas.analysis.explain import explain
from convas.analysis.finding import evaluate
from convas.exchange.calls import read_call
from convas.values.call import Call
from convas.values.convention import RULES
from convas.values.spec import BATCH, Spec


def tried(layer, *shapes, convention="keras", dtype="float32"):
    """The finding of a layer for inputs of these shapes, without the batch."""
    return evaluate(layer, tuple(Spec((BATCH, *shape), dtype) for shape in shapes), RULES[convention])


def shape_of(layer, *shapes, convention="keras", dtype="float32"):
    """The one output's shape without the batch; None where there is none."""
    (made,) = tried(layer, *shapes, convention=convention, dtype=dtype).outputs
    return None if made is None else made.visible


def problem_of(layer, *shapes, convention="keras", dtype="float32"):
    """The one problem of a layer that does not fit."""
    (problem,) = tried(layer, *shapes, convention=convention, dtype=dtype).problems
    return problem


def weights_of(layer, *shapes, convention="keras", dtype="float32"):
    """Names and shapes of the arrays, in the framework's order."""
    found = tried(layer, *shapes, convention=convention, dtype=dtype)
    return {weight.name: weight.axes for weight in found.weights}


def told_of(layer, *shapes, convention="keras"):
    """The calculation as a person reads it: the parameters, then every axis that is worked out."""
    told = explain(tried(layer, *shapes, convention=convention), RULES[convention])
    return [told.text, *told.shape_lines()]


def why(layer, *shapes, convention="keras"):
    """The lines that say how the output's axes come about."""
    return explain(tried(layer, *shapes, convention=convention), RULES[convention]).shape_lines()


def read(framework, name, *args, **kwargs):
    """The layer that a framework's constructor call makes."""
    return read_call(framework, Call(name, args, kwargs))

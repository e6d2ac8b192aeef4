"""Availability: what only one framework has. It stays in a design of the other, is said, and is not counted."""

from __future__ import annotations

from functools import cache

from convas.layers.activations import LABELS, ONLY
from convas.layers.forms import Setting
from convas.layers.layer import Layer, settings_of
from convas.layers.validation import plain
from convas.values.convention import Convention, Rules
from convas.values.problem import Mend, Problem


def foreign(layer: Layer, rules: Rules) -> Problem | None:
    """Why the framework at hand cannot build this layer, if it has no such kind or no such setting."""
    kind = type(layer)
    summary = f"not in {rules.title}"
    if kind.only is not None and kind.only != rules.name:
        instead = f" {kind.instead}" if kind.instead else " It stays, and counts again when you switch back."
        return Problem(summary, f"{rules.title} has no layer {kind.title}.{instead}")
    for setting in _doubtful(kind, rules.name):
        value = getattr(layer, setting.name)
        if setting.form.kind == "choice" and ONLY.get(value, rules.name) != rules.name:
            return _foreign_function(setting.name, value, rules)
        if not setting.only or setting.only == rules.name:
            continue
        usual = getattr(plain(kind), setting.name)
        if value != usual:
            title = setting.title.lower()
            return Problem(
                summary,
                f"{rules.title} has no setting {title} for {{me}}. {setting.instead or 'Reset it.'}",
                setting=setting.name,
                mends=(Mend(f"Reset {title}", settings=((setting.name, usual),)),),
            )
    return None


@cache
def _doubtful(kind: type[Layer], convention: Convention) -> tuple[Setting, ...]:
    """The settings that may hold what the framework does not have."""
    known = settings_of(kind).values()
    return tuple(one for one in known if one.form.kind == "choice" or (one.only and one.only != convention))


def _foreign_function(name: str, function: str, rules: Rules) -> Problem:
    instead = "softmax" if function in ("softmin", "sparsemax") else "relu"
    return Problem(
        f"not in {rules.title}",
        f"{rules.title} has no function {LABELS.get(function, function)}. Choose another for {{me}}.",
        setting=name,
        mends=(Mend(f"Use {LABELS.get(instead, instead)}", settings=((name, instead),)),),
    )

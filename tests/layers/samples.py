"""Layers and inputs to try every kind with: random settings from the kind's own form, inputs of every sort."""

from hypothesis import strategies as st

from convas.layers import registry
from convas.layers.holding import takers
from convas.layers.layer import settings_of
from convas.layers.validation import build
from convas.values.convention import KERAS, PYTORCH
from convas.values.size import UNKNOWN, symbol
from convas.values.spec import ABSENT, BATCH, Spec

KINDS = registry.placed()
CONVENTIONS = [KERAS, PYTORCH]
T = symbol("T")

SUITABLE = [
    (),
    (Spec((BATCH, 12)),),
    (Spec((BATCH, 12), "int64"),),
    (Spec((BATCH, 12, 12)),),
    (Spec((BATCH, 12, 12, 12)),),
    (Spec((BATCH, 32, 32)),),
    (Spec((BATCH, 12, 12, 12, 12)),),
    (Spec((BATCH, 12, 12, 12, 12, 3)),),
    (Spec((BATCH, 36, 16)),),
    (Spec((BATCH, 12, 12)), Spec((BATCH, 12, 12))),
    (Spec((BATCH, 8, 16)), Spec((BATCH, 6, 16))),
]
"""One input or pair of inputs for every kind there is."""

HARD = [
    (Spec((BATCH,)),),
    (Spec((BATCH, 1)),),
    (Spec((BATCH, 1, 1)),),
    (Spec((BATCH, 2, 1, 3)),),
    (Spec((BATCH, 5, 7, 1, 2)),),
    (Spec((BATCH, T)),),
    (Spec((BATCH, T, 12)),),
    (Spec((BATCH, 12, T, 3)),),
    (Spec((BATCH, 4, T, T // 2, T + 1)),),
    (Spec((BATCH, UNKNOWN)),),
    (Spec((BATCH, UNKNOWN, 4)),),
    (Spec((BATCH, UNKNOWN, UNKNOWN, UNKNOWN)),),
    (Spec((BATCH, 12, 12)), Spec((BATCH, 12, 1))),
    (Spec((BATCH, 12, 12)), Spec((BATCH, T, 12))),
    (Spec((BATCH, 12)), Spec((BATCH, 12, 12, 3))),
    (Spec((BATCH, T)), Spec((BATCH, UNKNOWN))),
    (Spec((BATCH, 3, 4)), Spec((BATCH, 3, 4)), Spec((BATCH, 3, 5))),
    (Spec((BATCH, 2**62, 2**62)),),
    (Spec((BATCH, 1, 1, 1, 1, 1, 1, 1)),),
    (ABSENT,),
    (None,),
    (Spec((BATCH, 4)), ABSENT),
]
"""Inputs that few kinds can take."""


def offered(kind):
    """Inputs as the analysis gives them: one for every port, absent ones included."""
    count = len(kind.places.inputs)
    if kind.places.variadic:
        return SUITABLE + HARD
    return [(*specs, *[ABSENT] * count)[:count] for specs in SUITABLE + HARD]


def layers(kind):
    """A layer of the kind with some settings that its form says it takes."""
    fields = {name: _value(setting.form) for name, setting in settings_of(kind).items()}
    return st.fixed_dictionaries({}, optional=fields).map(lambda chosen: build(kind, chosen))


TEXTS = st.text("abc.,->", max_size=9) | st.sampled_from(["ab,bc->ac", "abc,cd->abd", "...x,xy->...y", "c"])
"""Equations, good and bad."""


def any_layer():
    """A layer of any kind."""
    return st.sampled_from(KINDS).flatmap(layers)


def _value(form):
    made = _plain(form) if form.holds is None else st.sampled_from([kind() for kind in takers(form.holds)])
    if form.custom is not None:
        made |= _plain(form.custom)
    return made | st.none() if form.optional else made


def _plain(form):
    most = 5 if form.maximum is None else min(5, form.maximum)
    number = st.integers(max(-3, form.minimum if form.minimum is not None else -3), most)
    match form.kind:
        case "choice":
            return st.sampled_from(form.options)
        case "switch":
            return st.booleans()
        case "number":
            return number | st.sampled_from([n for n in (min(64, form.maximum or 64), form.maximum) if n])
        case "decimal":
            return _decimals(form)
        case "numbers":
            part = _decimals(form) if form.fraction else number
            return st.tuples(*[part | st.none() if form.gaps else part] * form.length) | part
        case "pairs":
            return st.tuples(*[st.tuples(number, number)] * form.length) | number
        case "axes" if form.fraction:
            return st.lists(_decimals(form), max_size=4).map(tuple)
        case "axes":
            axis = number if form.minimum is not None else st.integers(1, 9) | st.sampled_from(["T", "width", None])
            return st.lists(axis, max_size=4).map(tuple)
        case "text":
            return st.sampled_from(form.examples) if form.examples else TEXTS
    raise NotImplementedError(f"nothing is known of the form {form.kind}")


def _decimals(form):
    low, high = form.minimum, form.maximum
    return st.floats(-4.0 if low is None else low, 4.0 if high is None else high)

"""Attention: what its layers share: which inputs are query, key and value, what fits, and the work of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final, NamedTuple

from convas.layers.layer import Operations, Ports, Specs
from convas.layers.settings import setting
from convas.layers.validation import SettingError
from convas.values import text
from convas.values.convention import Rules
from convas.values.problem import Mend, ShapeError
from convas.values.size import Dim, decide, exact_div, leaf, product, value_of
from convas.values.spec import ABSENT, BATCH, Spec
from convas.values.weight import Weight

PLACES: Final = Ports(("query", "key", "value"), least=1)
WITH_SCORES: Final = Ports(("query", "key", "value"), ("out", "scores"), least=1)
_MOST: Final = 4096
"""The largest number of heads that is looked for."""

DROPOUT: Final = setting(0.0, "Dropout", "The share of the scores that is dropped during training.", rare=True)
CAUSAL: Final = setting(
    False, "Causal", "Whether each place looks only at itself and at what came before; counts stay the same.", rare=True
)
SCORES: Final = setting(
    False, "Give scores", "Whether the shares that each place gives to the others come out as well.", rare=True
)
BATCH_FIRST: Final = setting(
    True, "Batch first", "Whether the batch comes before the sequence, as in a drawing.", rare=True, only="pytorch"
)


class Sides(NamedTuple):
    """What attends and what is attended to. `at` are the inputs that they came in by."""

    query: Spec
    key: Spec
    value: Spec
    at: tuple[int, int, int]

    @property
    def specs(self) -> tuple[Spec, Spec, Spec]:
        return self.query, self.key, self.value


def sides(inputs: Specs) -> Sides:
    """Without key and value a sequence attends to itself; one of the two stands for both."""
    given = (*inputs, ABSENT, ABSENT)[:3]
    key = next(at for at in (1, 2, 0) if given[at] is not ABSENT)
    value = next(at for at in (2, 1, 0) if given[at] is not ABSENT)
    return Sides(given[0], given[key], given[value], (0, key, value))


class Sequence(NamedTuple):
    """An input taken apart as PyTorch does: the batch, if there is one, length and width."""

    batch: tuple[Dim, ...]
    length: Dim
    width: Dim


def sequence(x: Spec, batch_first: bool, port: int = 0) -> Sequence:
    """Length and width of an input; PyTorch takes two axes without a batch, or three."""
    if x.rank not in (2, 3) or (x.rank == 2 and x.axes[0] is BATCH):
        raise not_a_sequence(x, port)
    if x.rank == 2:
        return Sequence((), *x.axes)
    if x.axes[0] is BATCH and not batch_first:
        raise ShapeError(
            "batch comes first",
            "With batch first off, PyTorch takes the batch of {me} for the sequence. Switch batch first on.",
            "batch_first",
            Mend("Switch batch first on", settings=(("batch_first", True),)),
        )
    at = 0 if batch_first else 1
    return Sequence((x.axes[at],), x.axes[1 - at], x.axes[2])


def check_batch(one: Sequence, other: Sequence, port: int) -> None:
    """The first input and another one must have one batch, or both none."""
    pairs = zip(one.batch, other.batch, strict=False)
    if len(one.batch) == len(other.batch) and all(decide("==", a, b) is not False for a, b in pairs):
        return
    told = [f"a batch of {text.count(part.batch[0])}" if part.batch else "no batch" for part in (one, other)]
    raise ShapeError(
        "batches differ",
        f"{{0}} has {told[0]} and {{{port}}} has {told[1]}. Make them equal, or change batch first.",
        "batch_first",
    )


def not_a_sequence(x: Spec, port: int = 0) -> ShapeError:
    """What an input should be that attends or is attended to."""
    given = text.shape(x.visible)
    cures = [Mend(f"Insert Unsqueeze after {{{port}}}", port, "Unsqueeze", (("axis", 1),))]
    return ShapeError(
        "needs a sequence",
        f"{{me}} needs a sequence, length × width, and {{{port}}} gives {given}. Put Reshape before it.",
        "",
        *(cures if x.rank == 2 and x.axes[0] is BATCH else []),
    )


def split(width: Dim, heads: Dim, setting: str = "num_heads", what: str = "width") -> Dim:
    """The size of one head; heads must divide the width."""
    if decide("==", width, 0):
        raise ShapeError("empty input", f"{{me}} needs a {what} of at least 1. Change the layer before it.")
    if decide("==", width % heads, 0) is not False:
        return share(width, heads)
    mends = [Mend(f"Use {text.many(fit, 'head')}", settings=((setting, fit),)) for fit in fitting(width, heads)]
    raise ShapeError(
        "heads do not divide",
        f"{text.count(heads)} heads cannot share a {what} of {text.count(width)} evenly. "
        f"Choose a number of heads that divides {text.count(width)}.",
        setting,
        *mends,
    )


def share(width: Dim, heads: Dim) -> Dim:
    """One head's part of a width, as a number of its own: `32 × 128`, and not `32 × 4,096 / 32`."""
    found = exact_div(width, heads)
    value = value_of(found)
    return found if isinstance(found, int) or value is None else leaf("size", value)


def fitting(width: Dim, heads: Dim) -> list[int]:
    """The nearest numbers below and above that divide the width."""
    size, wanted = value_of(width), value_of(heads)
    if not size or wanted is None:
        return []
    divisors = [d for d in range(1, min(size, _MOST) + 1) if size % d == 0]
    below, above = [d for d in divisors if d < wanted], [d for d in divisors if d > wanted]
    return [*below[-1:], *above[:1]]


def same(one: Dim, other: Dim, rules: Rules) -> bool:
    """Whether two axes may be equal; to Keras an open axis is another one than a number."""
    if rules.keras and (value_of(one) is None) != (value_of(other) is None):
        return False
    return decide("==", one, other) is not False


def check_ranks(three: Sides) -> None:
    """Length and width for every example, and as many axes everywhere."""
    for at, spec in zip(three.at, three.specs, strict=True):
        if spec.rank < 3:
            raise not_a_sequence(spec, at)
        if spec.rank != three.query.rank:
            raise ShapeError(
                "axes differ",
                f"{{0}} gives {text.shape(three.query.visible)} and {{{at}}} gives {text.shape(spec.visible)}. "
                "Give both as many axes, with Reshape.",
            )


def unequal_lengths(key: Dim, value: Dim, at: tuple[int, int, int]) -> ShapeError:
    """What is said where not every key has its value."""
    return ShapeError(
        "lengths differ",
        f"Key and value must be equally long: {{{at[1]}}} gives {text.count(key)} places and "
        f"{{{at[2]}}} gives {text.count(value)}. Link both to one layer, or leave one free.",
    )


def summed(*parts: Operations) -> Operations:
    """Work done one after the other."""
    return Operations(*(_total(each) for each in zip(*parts, strict=True)))


def repeated(work: Operations, times: int) -> Operations:
    """The same work several times."""
    return Operations(*(0 if value_of(part) == 0 else part * times for part in work))


def projection(x: Spec, made: Dim, bias: bool) -> Operations:
    """A matrix product of every place with `made` numbers as result."""
    rows = x.having(x.axes[:-1]).volume
    return Operations(macs=x.volume * made, bias=rows * made if bias else 0)


def torch_attention(prefix: str, widths: tuple[Dim, Dim, Dim], bias: bool, bias_kv: bool = False) -> tuple[Weight, ...]:
    """PyTorch's arrays: one packed array where all widths are equal, else one each."""
    query, key, value = widths
    packed = decide("==", query, key) is not False and decide("==", query, value) is not False
    if packed:
        found = [Weight("in_proj_weight", (3 * query, query), ("query, key, value", "width"))]
    else:
        found = [
            Weight(f"{name}_proj_weight", (query, width), ("width", label))
            for name, width, label in (("q", query, "width"), ("k", key, "key width"), ("v", value, "value width"))
        ]
    if bias:
        found.append(Weight("in_proj_bias", (3 * query,), ("query, key, value",)))
    if bias_kv:
        found += [Weight(name, (1, 1, query), ("", "", "width")) for name in ("bias_k", "bias_v")]
    found.append(Weight("out_proj.weight", (query, query), ("width", "width")))
    if bias:
        found.append(Weight("out_proj.bias", (query,), ("width",)))
    return tuple(weight._replace(name=prefix + weight.name) for weight in found)


def torch_groups(widths: tuple[Dim, Dim, Dim], bias: bool, bias_kv: bool = False) -> list[list[Weight]]:
    """The same arrays as a textbook has them: query, key, value and output, each with its bias."""
    query, key, value = widths
    found = [[Weight("bias", (query,), ("width",))]] * 2 if bias_kv else []
    own = [Weight("bias", (query,), ("width",))] if bias else []
    labelled = ((query, "width"), (key, "width"), (value, "width"), (query, "width"))
    return [*([Weight("kernel", (query, width), ("width", label)), *own] for width, label in labelled), *found]


def torch_work(query: Sequence, key: Sequence, value: Sequence, more: int, heads: Dim, bias: bool) -> Operations:
    """Projections, scores, their softmax and the weighted sum; `more` places stand behind the keys."""
    batch = tuple(axis for axis in query.batch if axis is not BATCH)
    made = product((*batch, query.length, query.width))
    keys = product((*batch, key.length, query.width))
    pairs = product((*batch, heads, query.length, key.length + more if more else key.length))
    size = share(query.width, heads)
    return summed(
        Operations(macs=made * query.width),
        Operations(macs=keys * key.width),
        Operations(macs=keys * value.width),
        scores_work(pairs, size, size),
        Operations(macs=made * query.width, other=made),
        Operations(bias=made + keys + keys + made) if bias else Operations(),
    )


def scores_work(scores: Dim, key_size: Dim, value_size: Dim) -> Operations:
    """Comparing and summing up: `scores` is how many pairs of places there are, over all heads."""
    return Operations(macs=scores * key_size + scores * value_size, activation=scores)


def rows(x: Spec) -> Dim:
    """How many places one example has."""
    return product(tuple(axis for axis in x.axes[:-1] if axis is not BATCH))


def linear(given: tuple[Dim, str], made: tuple[Dim, str], bias: bool, rules: Rules) -> list[Weight]:
    """A dense layer's matrix and bias, as the convention has them; sizes with their names."""
    (size, told), (out, named) = given, made
    if rules.keras:
        kernel = Weight("kernel", (size, out), (told, named))
    else:
        kernel = Weight("weight", (out, size), (named, told))
    return [kernel, Weight("bias", (out,), (named,))] if bias else [kernel]


def one_head(width: Dim, label: str, heads: Dim, size: Dim, told: str) -> list[Weight]:
    """Keras' arrays that give every head its share: a kernel of three axes and its bias."""
    kernel = Weight("kernel", (width, heads, size), (label, "heads", told))
    return [kernel, Weight("bias", (heads, size), ("heads", told))]


def named(size: Dim, usual: Dim, other: str, plain: str = "width") -> str:
    """The same word where the size is the same, so that equal arrays read as equal."""
    return plain if decide("==", size, usual) else other


def seeded(settings: dict[str, Any]) -> dict[str, Any]:
    """Keras looks at a seed only where something is dropped."""
    seed = settings.pop("seed", None)
    if seed is not None and not isinstance(seed, int) and settings.get("dropout"):
        raise SettingError("seed must be a whole number.", "dropout")
    return settings


def _total(parts: Iterable[Dim]) -> Dim:
    found: Dim = 0
    for part in parts:
        if value_of(part) != 0:
            found = part if value_of(found) == 0 else found + part
    return found

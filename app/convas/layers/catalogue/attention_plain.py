"""Attention without projections.

Sources: Keras 3 layers.Attention, layers.AdditiveAttention, ops.dot_product_attention;
PyTorch nn.functional.scaled_dot_product_attention; Luong et al. 2015; Bahdanau et al. 2015.
"""

from typing import Literal

from convas.layers.attending import (
    CAUSAL,
    DROPOUT,
    PLACES,
    SCORES,
    WITH_SCORES,
    Sides,
    not_a_sequence,
    scores_work,
    seeded,
    share,
    sides,
    split,
    summed,
    unequal_lengths,
)
from convas.layers.axes import broadcast
from convas.layers.layer import Layer, Operations, Ports, Specs
from convas.layers.settings import Count, Number, Rate, Switch, setting
from convas.layers.spelling import Spellings, keras
from convas.values import text
from convas.values.convention import Rules
from convas.values.problem import Mend, ShapeError
from convas.values.size import Dim, decide, exact_div, value_of
from convas.values.spec import BATCH, Spec
from convas.values.weight import Weight

_CALL = ("query=query!", "value=value!", "key=key", "return_attention_scores", "use_causal_mask=causal")
_SCALED = "Use Scaled dot-product attention, which has no weights."


class Comparing(Layer):
    """Compares every place of the query with every place of the key; the values are mixed by how alike they are."""

    sample = (10, 16)
    family = "attention"
    words = "query key value scores self-attention cross-attention seq2seq"
    places = PLACES
    only = "keras"
    instead = _SCALED

    @property
    def ports(self) -> Ports:
        return WITH_SCORES if self._with_scores else PLACES

    def outputs(self, inputs: Specs, rules: Rules) -> Specs:
        three = sides(inputs)
        for at, spec in zip(three.at, three.specs, strict=True):
            if spec.rank < 3:
                raise not_a_sequence(spec, at)
        query, key, value, ends = three
        if decide("==", key.axes[-2], value.axes[-2]) is False:
            raise unequal_lengths(key.axes[-2], value.axes[-2], ends)
        if not self._comparable(query.axes[-1], key.axes[-1]):
            raise _widths_differ(three)
        lead = _lead(three)
        scores = (*lead, query.axes[-2], key.axes[-2])
        made = query.having((*lead, query.axes[-2], value.axes[-1]))
        return (made, query.having(scores)) if self._with_scores else (made,)

    @property
    def _with_scores(self) -> bool:
        return bool(getattr(self, "return_attention_scores", False))

    def _comparable(self, query: Dim, key: Dim) -> bool:
        return decide("==", query, key) is not False

    def _scores(self, inputs: Specs) -> tuple[Spec, Sides]:
        three = sides(inputs)
        return three.query.having((*_lead(three), three.query.axes[-2], three.key.axes[-2])), three


class Attention(Comparing):
    """Mixes the values by how alike query and key are, without projections: Luong's attention."""

    title = "Attention"
    stem = "luong_{}"
    words = "luong dot concat score query key value self-attention cross-attention seq2seq"

    score_mode: Literal["dot", "concat"] = setting(
        "dot", "Score", "dot multiplies query and key; concat adds them and squeezes the sum.",
        labels={"dot": "product", "concat": "sum"},
    )  # fmt: skip
    use_scale: Switch = setting(False, "Scale", "Whether one trainable number scales the scores.")
    dropout: Rate = DROPOUT
    causal: Switch = CAUSAL
    return_attention_scores: Switch = SCORES

    @classmethod
    def spelled(cls) -> Spellings:
        return (keras("Attention", "use_scale", "score_mode", "dropout", "seed", settle=seeded, call=_CALL),)

    def weights(self, inputs: Specs, rules: Rules) -> tuple[Weight, ...]:
        scale = (Weight("scale", (), ()),) if self.use_scale else ()
        concat = (Weight("concat_score_weight", (), ()),) if self.score_mode == "concat" else ()
        return (*scale, *concat)

    def operations(self, inputs: Specs, outputs: Specs, rules: Rules) -> Operations:
        scores, three = self._scores(inputs)
        pairs, width = scores.volume, three.query.axes[-1]
        if self.score_mode == "dot":
            return summed(
                scores_work(pairs, width, three.value.axes[-1]), Operations(other=pairs if self.use_scale else 0)
            )
        return summed(
            Operations(macs=pairs * three.value.axes[-1], activation=pairs),
            Operations(activation=pairs * width, other=2 * pairs * width + pairs),
            Operations(other=pairs * width) if self.use_scale else Operations(),
        )

    def _comparable(self, query: Dim, key: Dim) -> bool:
        if self.score_mode == "concat" and (decide("==", query, 1) or decide("==", key, 1)):
            return True
        return decide("==", query, key) is not False

    def brief(self) -> list[str]:
        return [*(["sum"] if self.score_mode == "concat" else []), *(["scaled"] if self.use_scale else [])]


class AdditiveAttention(Comparing):
    """Mixes the values by a squeezed sum of query and key, each number with its own weight: Bahdanau's attention."""

    title = "Additive attention"
    stem = "bahdanau_{}"
    words = "bahdanau concat score query key value seq2seq"

    use_scale: Switch = setting(True, "Scale", "Whether each number of the width has a trainable weight.")
    dropout: Rate = DROPOUT
    causal: Switch = CAUSAL
    return_attention_scores: Switch = SCORES

    @classmethod
    def spelled(cls) -> Spellings:
        return (keras("AdditiveAttention", "use_scale", "dropout", "seed", settle=seeded, call=_CALL),)

    def weights(self, inputs: Specs, rules: Rules) -> tuple[Weight, ...]:
        return (Weight("scale", inputs[0].axes[-1:], ("width",)),) if self.use_scale else ()

    def operations(self, inputs: Specs, outputs: Specs, rules: Rules) -> Operations:
        scores, three = self._scores(inputs)
        pairs, width = scores.volume, three.query.axes[-1]
        return summed(
            Operations(macs=pairs * three.value.axes[-1], activation=pairs),
            Operations(activation=pairs * width, other=2 * pairs * width),
            Operations(other=pairs * width) if self.use_scale else Operations(),
        )

    def _comparable(self, query: Dim, key: Dim) -> bool:
        return bool(decide("==", query, 1) or decide("==", key, 1)) or decide("==", query, key) is not False

    def brief(self) -> list[str]:
        return [] if self.use_scale else ["no scale"]


class ScaledDotProductAttention(Layer):
    """Softmax of query times key, divided by the root of their length, times value: no weights at all."""

    title = "Scaled dot-product attention"
    short = "Dot-product"
    sample = (10, 16)
    family = "attention"
    stem = "sdpa_{}"
    shown = ("num_heads",)
    words = "sdpa flash attention function query key value scores softmax gqa"
    places = PLACES
    in_keras = "`keras.ops.dot_product_attention(query, key, value)`, on heads × size for every place."
    in_pytorch = (
        "`torch.nn.functional.scaled_dot_product_attention(query, key, value)`, on places × size for every head."
    )

    num_heads: Count = setting(
        1, "Heads", "How many heads the width is split into; key and value may have fewer of the same size."
    )
    dropout: Rate = DROPOUT
    causal: Switch = CAUSAL
    scale: Number | None = setting(
        None, "Scale", "What the scores are multiplied by; empty is 1 over the root of the size of a head.", rare=True
    )

    def outputs(self, inputs: Specs, rules: Rules) -> Specs:
        three = sides(inputs)
        query, key, value, at = three
        for port, spec in zip(at, three.specs, strict=True):
            if spec.rank < 2 or BATCH in spec.axes[-2:] or (self._apart(query, rules) and spec.rank != 4):
                raise not_a_sequence(spec, port)
        if self._apart(query, rules):
            return self._keras_heads(three)
        if decide("==", key.axes[-2], value.axes[-2]) is False:
            raise unequal_lengths(key.axes[-2], value.axes[-2], at)
        _, shared = self._heads(three)
        made = value.axes[-1] if shared is self.num_heads else self.num_heads * share(value.axes[-1], shared)
        return (query.having((*_shared_lead(three), query.axes[-2], made)),)

    def operations(self, inputs: Specs, outputs: Specs, rules: Rules) -> Operations:
        three = sides(inputs)
        query, key, value, _ = three
        if self._apart(query, rules):
            pairs, sizes = query.having((*query.axes[:3], key.axes[1])).volume, (query.axes[-1], value.axes[-1])
        else:
            pairs = query.having((*_shared_lead(three), query.axes[-2], key.axes[-2])).volume
            size, shared = self._heads(three)
            sizes = size, value.axes[-1]
            if decide("==", self.num_heads, 1) is not True:
                pairs, sizes = self.num_heads * pairs, (size, share(value.axes[-1], shared))
        return summed(scores_work(pairs, *sizes), Operations(other=query.volume))

    def brief(self) -> list[str]:
        return [text.many(self.num_heads, "head")] if self.num_heads > 1 else []

    def _apart(self, query: Spec, rules: Rules) -> bool:
        """Whether the heads have an axis of their own, as the function of Keras wants them."""
        return rules.keras and query.rank == 4

    def _heads(self, three: Sides) -> tuple[Dim, Dim]:
        """The size of a head, and how many heads key and value have: fewer where several share one."""
        query, key, value, at = three
        if decide("==", self.num_heads, 1):
            if decide("==", query.axes[-1], key.axes[-1]) is False:
                raise _widths_differ(three)
            return query.axes[-1], self.num_heads
        size = split(query.axes[-1], self.num_heads)
        shared: Dim = self.num_heads
        if query.axes[-1] != key.axes[-1]:
            if decide("==", key.axes[-1] % size, 0) is False:
                raise _widths_differ(three)
            shared = exact_div(key.axes[-1], size)
            if decide("==", self.num_heads % shared, 0) is False:
                raise _widths_differ(three)
        if decide("==", value.axes[-1] % shared, 0) is False:
            raise ShapeError(
                "heads do not divide",
                f"{{{at[2]}}} gives {text.count(value.axes[-1])} numbers, which {text.count(shared)} heads cannot "
                "share evenly. Change its width, or the number of heads.",
                "num_heads",
            )
        return size, shared

    def _keras_heads(self, three: Sides) -> Specs:
        """Keras: places × heads × size; key and value are alike, and their heads divide the query's."""
        query, key, value, at = three
        if decide("!=", self.num_heads, 1):
            raise ShapeError(
                "heads given twice",
                f"{{0}} already has an axis of {text.many(value_of(query.axes[2]) or 0, 'head')}. Set heads to 1.",
                "num_heads",
                Mend("Set heads to 1", settings=(("num_heads", 1),)),
            )
        if any(decide("==", a, b) is False for a, b in zip(key.axes[1:], value.axes[1:], strict=True)):
            raise ShapeError(
                "key and value differ",
                f"Key and value must be alike: {{{at[1]}}} gives {text.shape(key.visible)} and {{{at[2]}}} gives "
                f"{text.shape(value.visible)}. Make them equal.",
            )
        if decide("==", query.axes[-1], key.axes[-1]) is False:
            raise _widths_differ(three)
        if decide("==", query.axes[2] % key.axes[2], 0) is False:
            raise ShapeError(
                "heads do not divide",
                f"{{0}} has {text.count(query.axes[2])} heads and {{{at[1]}}} has {text.count(key.axes[2])}. "
                "The second must divide the first.",
            )
        return (query,)


def _lead(three: Sides) -> tuple[Dim, ...]:
    """What stands before places and width, stretched to all three."""
    found = broadcast(three.query.axes[:-2], three.key.axes[:-2])
    joined = None if found is None else broadcast(found, three.value.axes[:-2])
    if joined is None:
        shapes = {at: f"{{{at}}} gives {text.shape(spec.axes)}" for at, spec in zip(three.at, three.specs, strict=True)}
        raise ShapeError(
            "axes differ",
            f"The axes before length and width must fit each other: {text.listed(list(shapes.values()))}. "
            "Make them equal, or 1.",
        )
    return joined


def _shared_lead(three: Sides) -> tuple[Dim, ...]:
    """The same; where heads have an axis of their own, several may share one key and value."""
    query, key, value, _ = three
    if query.rank == key.rank == value.rank == 4 and decide("==", key.axes[1], 0) is False:
        if decide("==", query.axes[1] % key.axes[1], 0) is not True:
            return _lead(three)
        shared = query.axes[:2]
        key = key.having((key.axes[0], query.axes[1], *key.axes[2:]))
        if value.axes[1] == three.key.axes[1]:
            value = value.having((*value.axes[:1], *shared[1:], *value.axes[2:]))
    return _lead(Sides(query, key, value, three.at))


def _widths_differ(three: Sides) -> ShapeError:
    width, other = text.count(three.query.axes[-1]), text.count(three.key.axes[-1])
    known = value_of(three.query.axes[-1])
    at = three.at[1]
    dense = Mend(f"Insert a dense layer after {{{at}}}", at, "Dense", (("units", known),))
    return ShapeError(
        "widths differ",
        f"Query and key are compared number by number: {{0}} gives {width} and {{{at}}} gives {other}. "
        "Make them equally wide, with a Dense layer.",
        "",
        *([dense] if known else []),
    )

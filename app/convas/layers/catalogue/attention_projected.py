"""Attention as most published networks have it: four dense layers around it, each with arrays of its own.

Sources: BertSelfAttention, ViTAttention, T5Attention and WhisperAttention of transformers; Vaswani et al. 2017.
"""

from collections.abc import Sequence
from typing import Literal

from convas.layers.attending import (
    CAUSAL,
    DROPOUT,
    Sides,
    check_ranks,
    linear,
    named,
    projection,
    rows,
    same,
    scores_work,
    sides,
    split,
    summed,
    unequal_lengths,
)
from convas.layers.layer import Hint, Layer, Operations, Ports, Specs
from convas.layers.settings import Count, Rate, Switch, setting
from convas.values import text
from convas.values.calculation import gathered
from convas.values.convention import Rules
from convas.values.problem import ShapeError
from convas.values.size import Dim, decide, product
from convas.values.spec import ABSENT, BATCH, Spec
from convas.values.weight import Weight

_PLACES = Ports(("query", "key", "value"), least=1)
_WITH_BIAS = Ports(("query", "key", "value", "bias"), least=1)
_NAMES = ("q_proj", "k_proj", "v_proj", "out_proj")
_PARTS = ("query", "key", "value", "output")


class ProjectedAttention(Layer):
    """Attention with several heads, whose query, key, value and output are a dense layer each, as in BERT and T5."""

    title = "Projected attention"
    short = "Attention"
    sample = (10, 64)
    places = _PLACES
    family = "attention"
    stem = "attention_{}"
    shown = ("num_heads",)
    words = "mha multi-head self-attention cross-attention bert vit t5 whisper query key value linear projections bias"
    in_keras = "Four `keras.layers.Dense` around `keras.ops.dot_product_attention(query, key, value, bias)`."
    in_pytorch = (
        "Four `torch.nn.Linear` around `torch.nn.functional.scaled_dot_product_attention(query, key, value, bias)`."
    )

    num_heads: Count = setting(8, "Heads", "How many times attention is done side by side.")
    head_dim: Count | None = setting(
        None, "Size per head", "How long query, key and value are in one head; empty shares the width among the heads.",
        rare=True,
    )  # fmt: skip
    use_bias: Switch = setting(True, "Bias", "Trainable numbers added to query, key, value and output.")
    unbiased: Literal["none", "output", "key"] = setting(
        "none", "Without bias", "The one part that has no bias although the others do.", rare=True,
        labels={"none": "nothing"},
    )  # fmt: skip
    score_bias: Switch = setting(
        False, "Add to scores", "A fourth link brings numbers that are added to the scores, such as a position bias.",
        rare=True,
    )  # fmt: skip
    scaled: Switch = setting(
        True, "Scaled scores", "Scores are divided by the root of the size per head; T5 does not do it.", rare=True
    )
    dropout: Rate = DROPOUT
    causal: Switch = CAUSAL

    @property
    def ports(self) -> Ports:
        return _WITH_BIAS if self.score_bias else _PLACES

    def outputs(self, inputs: Specs, rules: Rules) -> Specs:
        three = sides(inputs)
        query, key, value, at = three
        check_ranks(three)
        if query.rank > 3:
            raise ShapeError(
                "needs a sequence",
                f"{{me}} needs length × width for every example, and {{0}} gives {text.shape(query.visible)}. "
                "Put Reshape before it.",
            )
        if not same(key.axes[1], value.axes[1], rules):
            raise unequal_lengths(key.axes[1], value.axes[1], at)
        self._size(three)
        if self._biased(inputs):
            self._check_bias(inputs[3], three)
        return (query,)

    def weights(self, inputs: Specs, rules: Rules) -> tuple[Weight, ...]:
        names, sign = (_PARTS, "/") if rules.keras else (_NAMES, ".")
        groups = zip(names, self._groups(sides(inputs), rules), strict=True)
        return tuple(weight._replace(name=f"{name}{sign}{weight.name}") for name, group in groups for weight in group)

    def written(self, inputs: Specs, rules: Rules) -> Dim | None:
        return gathered(self._groups(sides(inputs), rules))

    def operations(self, inputs: Specs, outputs: Specs, rules: Rules) -> Operations:
        three = sides(inputs)
        size = self._size(three)
        made = self.num_heads * size
        found = rows(three.query) * made
        parts = zip(three.specs, _PARTS, strict=False)
        scores = self._scores(three)
        return summed(
            *(projection(spec, made, self._has_bias(part)) for spec, part in parts),
            scores_work(scores, size, size),
            Operations(other=scores) if self._biased(inputs) else Operations(),
            Operations(other=found) if self.scaled else Operations(),
            Operations(macs=found * three.query.axes[-1], bias=three.query.volume if self._has_bias("output") else 0),
        )

    def hints(self, inputs: Specs, outputs: Specs, rules: Rules) -> Sequence[Hint]:
        if not self.score_bias or self._biased(inputs):
            return ()
        said = "{me} waits for numbers to add to its scores. Link them to its bias, or switch that off."
        return [Hint("bias not linked", said, "open")]

    def brief(self) -> list[str]:
        size = [f"{text.count(self.head_dim)} each"] if self.head_dim else []
        return [text.many(self.num_heads, "head"), *size]

    def _biased(self, inputs: Specs) -> bool:
        return self.score_bias and len(inputs) > 3 and inputs[3] is not ABSENT

    def _has_bias(self, part: str) -> bool:
        return self.use_bias and self.unbiased != part

    def _size(self, three: Sides) -> Dim:
        return split(three.query.axes[-1], self.num_heads) if self.head_dim is None else self.head_dim

    def _scores(self, three: Sides) -> Dim:
        """One number for each pair of places, in every head."""
        batch = tuple(axis for axis in three.query.axes[:1] if axis is not BATCH)
        return product((*batch, self.num_heads, three.query.axes[1], three.key.axes[1]))

    def _check_bias(self, bias: Spec, three: Sides) -> None:
        """What is added must have a number, or one for all, for every head and pair of places."""
        wanted = (self.num_heads, three.query.axes[1], three.key.axes[1])
        given = bias.visible[-3:]
        fits = all(decide("==", a, b) is not False or decide("==", a, 1) for a, b in zip(given, wanted, strict=False))
        if len(bias.visible) in (2, 3) and len(given) == 2:
            fits = all(decide("==", a, b) is not False for a, b in zip(given, wanted[1:], strict=True))
        if not fits or len(given) < 2 or bias.rank > 4:
            raise ShapeError(
                "bias does not fit",
                f"{{me}} adds {text.shape(wanted)} numbers to its scores, and {{3}} gives {text.shape(bias.visible)}. "
                "Give both as many heads, and link them to the same sequence.",
                "num_heads",
            )

    def _groups(self, three: Sides, rules: Rules) -> list[list[Weight]]:
        """Kernel and bias of query, key, value and output."""
        query, key, value = (spec.axes[-1] for spec in three.specs)
        made = query if self.head_dim is None else self.num_heads * self.head_dim
        told = named(made, query, "heads × size")
        shapes = (
            (query, "width", made, told),
            (key, named(key, query, "key width"), made, told),
            (value, named(value, query, "value width"), made, told),
            (made, told, query, "width"),
        )
        return [
            linear((given, label), (out, name), self._has_bias(part), rules)
            for part, (given, label, out, name) in zip(_PARTS, shapes, strict=True)
        ]

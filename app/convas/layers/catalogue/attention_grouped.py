"""Attention whose heads share keys and values.

Sources: Keras 3 layers.GroupQueryAttention; Ainslie et al. 2023; the projections of LLaMA, Qwen and Mistral.
"""

from typing import Literal

from convas.layers.attending import (
    CAUSAL,
    DROPOUT,
    PLACES,
    SCORES,
    WITH_SCORES,
    Sides,
    check_ranks,
    named,
    one_head,
    projection,
    rows,
    same,
    scores_work,
    seeded,
    sides,
    split,
    summed,
    unequal_lengths,
)
from convas.layers.layer import Layer, Operations, Ports, Specs
from convas.layers.settings import Count, Rate, Switch, setting
from convas.layers.spelling import Spellings, keras
from convas.values import text
from convas.values.calculation import gathered
from convas.values.convention import Rules
from convas.values.problem import Mend, ShapeError
from convas.values.size import Dim, decide, product, value_of
from convas.values.spec import BATCH
from convas.values.weight import Weight

_PARTS = {"query": "q_proj", "key": "k_proj", "value": "v_proj", "output": "o_proj"}


class GroupQueryAttention(Layer):
    """Attention in which several query heads share one head of keys and values; one such head is multi-query."""

    title = "Grouped-query attention"
    short = "GQA"
    sample = (10, 64)
    common = True
    family = "attention"
    stem = "gqa_{}"
    shown = ("num_query_heads", "num_key_value_heads")
    words = "gqa mqa multi-query llama qwen mistral heads query key value grouped self-attention cross-attention"
    places = PLACES
    in_pytorch = (
        "Four `torch.nn.Linear` (`q_proj`, `k_proj`, `v_proj`, `o_proj`) around "
        "`torch.nn.functional.scaled_dot_product_attention(enable_gqa=True)`, as LLaMA has them."
    )

    num_query_heads: Count = setting(8, "Heads", "How many heads look.")
    num_key_value_heads: Count = setting(
        2, "Key heads", "How many heads of keys and values there are; they are shared out evenly."
    )
    head_dim: Count | None = setting(
        None, "Size per head", "How long query, key and value are in one head; empty shares the width among the heads."
    )
    use_bias: Switch = setting(True, "Bias", "Trainable numbers added to query, key, value and output.")
    unbiased: Literal["none", "output", "key"] = setting(
        "none", "Without bias", "The one part that has no bias although the others do.", only="pytorch", rare=True,
        instead="Keras has a bias everywhere or nowhere.", labels={"none": "nothing"},
    )  # fmt: skip
    rotary_base: Count | None = setting(
        None, "Rotary positions", "Turns queries and keys by their place; the number is the longest wave, such as "
        "10,000, and empty turns nothing.", only="pytorch", rare=True,
        instead="Keras turns nothing here; build it of Dense and Rotary positions.",
    )  # fmt: skip
    dropout: Rate = DROPOUT
    causal: Switch = CAUSAL
    sliding_window: Count | None = setting(
        None, "Window", "How far each place looks, itself counted; empty is everywhere.", rare=True
    )
    use_gate: Switch = setting(
        False, "Gate", "Whether the query also gates what was found.", only="keras", rare=True,
        instead="Multiply the output by a gate of its own.",
    )  # fmt: skip
    return_attention_scores: Switch = SCORES

    @classmethod
    def spelled(cls) -> Spellings:
        return (
            keras(
                "GroupQueryAttention", "head_dim!", "num_query_heads!", "num_key_value_heads!", "dropout", "use_bias",
                "sliding_window", "flash_attention=", "use_gate", "seed", settle=seeded,
                call=(
                    "query=query!", "value=value!", "key=key", "attention_mask=", "return_attention_scores",
                    "use_causal_mask=causal",
                ),
            ),
        )  # fmt: skip

    @property
    def ports(self) -> Ports:
        return WITH_SCORES if self.return_attention_scores else PLACES

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
        if rules.keras and decide("==", query.axes[-1], value.axes[-1]) is False:
            width, other = text.count(query.axes[-1]), text.count(value.axes[-1])
            raise ShapeError(
                "widths differ",
                f"Keras needs query and value equally wide: {{0}} gives {width} and {{{at[2]}}} gives {other}. "
                "Put a Dense layer before one of them.",
                "",
                *_as_wide(value_of(query.axes[-1]), at[2]),
            )
        self._check_heads()
        if self._turned and decide("==", self._size(three) % 2, 0) is False:
            raise ShapeError(
                "size per head not even",
                f"Rotary positions turn pairs of numbers, and a head has {text.count(self._size(three))}. "
                "Give heads an even size, or clear the rotary positions.",
                "head_dim",
                Mend("Turn nothing", settings=(("rotary_base", None),)),
            )
        scores = (query.axes[0], self.num_query_heads, query.axes[1], key.axes[1])
        self._size(three)
        return (query, query.having(scores)) if self.return_attention_scores else (query,)

    def weights(self, inputs: Specs, rules: Rules) -> tuple[Weight, ...]:
        groups = self._groups(sides(inputs), rules)
        sign = "/" if rules.keras else "."
        return tuple(
            weight._replace(name=f"{name}{sign}{weight.name}") for name, group in groups.items() for weight in group
        )

    def written(self, inputs: Specs, rules: Rules) -> Dim | None:
        return gathered(list(self._groups(sides(inputs), rules).values()))

    def operations(self, inputs: Specs, outputs: Specs, rules: Rules) -> Operations:
        three = sides(inputs)
        query, key, value, _ = three
        size, heads, shared = self._size(three), self.num_query_heads, self.num_key_value_heads
        batch = tuple(axis for axis in query.axes[:1] if axis is not BATCH)
        made = rows(query) * heads * size
        bias = self.use_bias
        return summed(
            projection(query, heads * size, bias),
            projection(key, shared * size, bias and self.unbiased != "key"),
            projection(value, shared * size, bias),
            summed(projection(query, heads * size, bias), Operations(activation=made, other=made))
            if self.use_gate
            else Operations(),
            scores_work(product((*batch, heads, query.axes[1], key.axes[1])), size, size),
            Operations(macs=made * query.axes[-1], bias=query.volume if bias and self.unbiased != "output" else 0),
            Operations(other=made),
            Operations(other=3 * (made + rows(key) * shared * size)) if self._turned else Operations(),
        )

    def brief(self) -> list[str]:
        size = [f"{text.count(self.head_dim)} each"] if self.head_dim else []
        return [f"{text.count(self.num_query_heads)}:{text.count(self.num_key_value_heads)} heads", *size]

    @property
    def _turned(self) -> bool:
        return self.rotary_base is not None

    def _size(self, three: Sides) -> Dim:
        if self.head_dim is not None:
            return self.head_dim
        return split(three.query.axes[-1], self.num_query_heads, "num_query_heads")

    def _check_heads(self) -> None:
        heads, shared = self.num_query_heads, self.num_key_value_heads
        if decide("==", heads % shared, 0) is not False:
            return
        number, fits = value_of(heads), []
        if number is not None:
            limit = min(number, 4096, value_of(shared) or 1)
            fits = [next(d for d in range(limit, 0, -1) if number % d == 0)]
        raise ShapeError(
            "heads do not divide",
            f"{text.count(heads)} heads cannot share {text.count(shared)} key heads evenly. "
            f"Choose a number of key heads that divides {text.count(heads)}.",
            "num_key_value_heads",
            *(Mend(f"Use {text.many(fit, 'key head')}", settings=(("num_key_value_heads", fit),)) for fit in fits),
            Mend("Share nothing", settings=(("num_key_value_heads", number),)),
        )

    def _groups(self, three: Sides, rules: Rules) -> dict[str, list[Weight]]:
        """The arrays by the part that owns them."""
        query, key, value = (spec.axes[-1] for spec in three.specs)
        labels = named(key, query, "key width"), named(value, query, "value width")
        size, heads, shared = self._size(three), self.num_query_heads, self.num_key_value_heads
        if not rules.keras:
            made, kept = heads * size, shared * size
            groups = {
                "query": _linear(made, query, "width"),
                "key": _linear(kept, key, labels[0]),
                "value": _linear(kept, value, labels[1]),
                "output": _linear(query, made, "size"),
            }
            bare = self.unbiased if self.use_bias else "all"
            return {_PARTS[name]: group[: 1 if bare in (name, "all") else 2] for name, group in groups.items()}
        groups = {
            "query": one_head(query, "width", heads, size, "size"),
            "key": one_head(key, labels[0], shared, size, "size"),
        }
        if self.use_gate:
            groups["gate"] = one_head(query, "width", heads, size, "size")
        groups["value"] = one_head(value, labels[1], shared, size, "size")
        kernel = Weight("kernel", (heads, size, query), ("heads", "size", "width"))
        groups["attention_output"] = [kernel, Weight("bias", (query,), ("width",))]
        return groups if self.use_bias else {name: group[:1] for name, group in groups.items()}


def _linear(made: Dim, width: Dim, label: str) -> list[Weight]:
    """PyTorch's array of a Linear layer, the numbers made first, and its bias."""
    return [Weight("weight", (made, width), ("made", label)), Weight("bias", (made,), ("made",))]


def _as_wide(width: int | None, at: int) -> list[Mend]:
    """The cure where an input must be as wide as the query."""
    if width is None or at == 0:
        return []
    return [Mend(f"Insert a dense layer after {{{at}}}", at, "Dense", (("units", width),))]

"""Attention with several heads. Sources: Keras 3 layers.MultiHeadAttention; PyTorch nn.MultiheadAttention."""

from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import BeforeValidator

from convas.layers.attending import (
    BATCH_FIRST,
    CAUSAL,
    DROPOUT,
    PLACES,
    SCORES,
    WITH_SCORES,
    Sides,
    check_batch,
    check_ranks,
    named,
    one_head,
    projection,
    rows,
    same,
    scores_work,
    seeded,
    sequence,
    sides,
    split,
    summed,
    torch_attention,
    torch_groups,
    torch_work,
    unequal_lengths,
)
from convas.layers.axes import batch_stays, place
from convas.layers.channels import check_expected
from convas.layers.layer import Hint, Layer, Operations, Ports, Specs
from convas.layers.settings import Amount, Axes, Count, Rate, Switch, setting
from convas.layers.spelling import Argument, Spellings, keras, pytorch
from convas.values import text
from convas.values.calculation import gathered
from convas.values.convention import Rules
from convas.values.problem import Mend, ShapeError
from convas.values.size import UNKNOWN, Dim, decide, product
from convas.values.spec import Spec
from convas.values.weight import Weight

Made = Annotated[tuple[Count, ...], BeforeValidator(lambda value: (value,) if type(value) is int else value or ())]
_KERAS_SIZE = "PyTorch gives every head an equal share of the width."


class MultiHeadAttention(Layer):
    """Lets every place of a sequence look at all places of it, or of another one, with several heads."""

    title = "Multi-head attention"
    short = "Attention"
    sample = (10, 64)
    common = True
    family = "attention"
    stem = "attention_{}"
    shown = ("num_heads",)
    words = "mha self-attention cross-attention transformer query key value heads scaled dot product"
    places = PLACES
    differs = "In Keras the size of a head is free; in PyTorch heads share the width, so their number costs nothing."

    num_heads: Count = setting(8, "Heads", "How many times attention is done side by side.")
    key_dim: Count | None = setting(
        None, "Size per head", "How long query and key are in one head; empty shares the width among the heads.",
        only="keras", instead=_KERAS_SIZE,
    )  # fmt: skip
    value_dim: Count | None = setting(
        None, "Value size", "How long the value is in one head; empty takes the size per head.", only="keras",
        rare=True, instead=_KERAS_SIZE,
    )  # fmt: skip
    use_bias: Switch = setting(True, "Bias", "Trainable numbers added to query, key, value and output.")
    dropout: Rate = DROPOUT
    causal: Switch = CAUSAL
    output_shape: Made = setting(
        (), "Output width", "The shape of one place of the output; empty takes the query's width.", only="keras",
        rare=True, instead="PyTorch gives the query's width; put a Dense layer behind it.",
    )  # fmt: skip
    attention_axes: Axes = setting(
        (), "Attended axes", "The axes that are looked along, the batch being 0; empty takes all but the last.",
        only="keras", rare=True, structural=True, role="axis", instead="PyTorch takes sequences of one axis.",
    )  # fmt: skip
    sliding_window: Count | None = setting(
        None, "Window", "How far each place looks, itself counted; empty is everywhere.", only="keras", rare=True,
        instead="PyTorch is given a mask for that.",
    )  # fmt: skip
    use_gate: Switch = setting(
        False, "Gate", "Whether the query also gates what was found.", only="keras", rare=True,
        instead="Multiply the output by a gate of its own.",
    )  # fmt: skip
    return_attention_scores: Switch = SCORES
    average_scores: Switch = setting(
        True, "Average scores", "Whether the scores are the mean of all heads.", only="pytorch", rare=True,
        instead="Keras gives the scores of every head.",
    )  # fmt: skip
    add_bias_kv: Switch = setting(
        False, "Extra place", "Whether a trainable key and value are put behind the others.", only="pytorch", rare=True
    )
    add_zero_attn: Switch = setting(
        False, "Zero place", "Whether a key and value of zeros are put behind the others.", only="pytorch", rare=True
    )
    batch_first: Switch = BATCH_FIRST
    embed_dim: Count | None = setting(
        None, "Expected width", "A width of the query that must be met; empty takes what comes.", rare=True
    )
    kdim: Amount | None = setting(
        None, "Expected key", "A width of the key that must be met; empty takes what comes.", rare=True
    )
    vdim: Amount | None = setting(
        None, "Expected value", "A width of the value that must be met; empty takes what comes.", rare=True
    )

    @classmethod
    def spelled(cls) -> Spellings:
        scores = "return_attention_scores"
        return (
            keras(
                "MultiHeadAttention", "num_heads!", "key_dim!", "value_dim", "dropout", "use_bias",
                Argument("output_shape", "output_shape", read=_none),
                Argument("attention_axes", "attention_axes", read=_none),
                "sliding_window", "flash_attention=", "use_gate", "seed", settle=seeded,
                call=("query=query!", "value=value!", "key=key", "attention_mask=", scores, "use_causal_mask=causal"),
            ),
            pytorch(
                "MultiheadAttention", "embed_dim!", "num_heads!", "dropout", "bias=use_bias", "add_bias_kv",
                "add_zero_attn", "kdim", "vdim", Argument("batch_first", "batch_first", default=False), settle=_widths,
                call=(
                    "query=query!", "key=key!", "value=value!", "key_padding_mask=",
                    Argument("need_weights", scores, default=True), "attn_mask=", "average_attn_weights=average_scores",
                    "is_causal=causal",
                ),
            ),
        )  # fmt: skip

    @property
    def ports(self) -> Ports:
        return WITH_SCORES if self.return_attention_scores else PLACES

    def outputs(self, inputs: Specs, rules: Rules) -> Specs:
        three = sides(inputs)
        if rules.keras:
            self._fits(three, rules)
            made = (*three.query.axes[:-1], *self._out(three.query))
            scores = self._scores(three)
            if three.query.rank == 3 and three.query.axes[1] is UNKNOWN:
                scores = (*scores[:-1], UNKNOWN)  # Keras takes the query's length for both
            found = (three.query.having(made), three.query.having(scores))
        else:
            found = (three.query, three.query.having(self._torch_scores(three)))
        return found if self.return_attention_scores else found[:1]

    def weights(self, inputs: Specs, rules: Rules) -> tuple[Weight, ...]:
        three = sides(inputs)
        if not rules.keras:
            return torch_attention("", _torch_widths(three), self.use_bias, self.add_bias_kv)
        return tuple(
            weight._replace(name=f"{name}/{weight.name}")
            for name, group in self._keras_groups(three).items()
            for weight in group
        )

    def written(self, inputs: Specs, rules: Rules) -> Dim | None:
        three = sides(inputs)
        if rules.keras:
            return gathered(list(self._keras_groups(three).values()))
        return gathered(torch_groups(_torch_widths(three), self.use_bias, self.add_bias_kv))

    def operations(self, inputs: Specs, outputs: Specs, rules: Rules) -> Operations:
        three = sides(inputs)
        if not rules.keras:
            parts = [sequence(spec, self.batch_first) for spec in three.specs]
            return torch_work(parts[0], parts[1], parts[2], self._extra, self.num_heads, self.use_bias)
        query, key, value, _ = three
        size, value_size = self._sizes(query)
        gate = projection(query, self.num_heads * value_size, self.use_bias)
        made = rows(query) * self.num_heads * value_size
        output = product(self._out(query))
        return summed(
            projection(query, self.num_heads * size, self.use_bias),
            projection(key, self.num_heads * size, self.use_bias),
            projection(value, self.num_heads * value_size, self.use_bias),
            summed(gate, Operations(activation=made, other=made)) if self.use_gate else Operations(),
            scores_work(query.having(self._scores(three)).volume, size, value_size),
            Operations(macs=made * output, bias=rows(query) * output if self.use_bias else 0),
            Operations(other=rows(query) * self.num_heads * size),
        )

    def hints(self, inputs: Specs, outputs: Specs, rules: Rules) -> Sequence[Hint]:
        if not rules.keras or not self._fused(inputs[0]) or self.value_dim is None:
            return []
        size, value_size = self._sizes(inputs[0])
        if decide("==", size, value_size) is not False:
            return []
        return [
            Hint(
                "fails on JAX",
                f"Keras on JAX stops here, because a value of {text.count(value_size)} is not as long as a key of "
                f"{text.count(size)}. Make them equal, or let the scores come out.",
                "error",
                (
                    Mend("Make the value as long as the key", settings=(("value_dim", None),)),
                    Mend("Give the scores", settings=(("return_attention_scores", True),)),
                ),
            )
        ]

    def brief(self) -> list[str]:
        return [text.many(self.num_heads, "head"), *([f"{text.count(self.key_dim)} each"] if self.key_dim else [])]

    @property
    def _extra(self) -> int:
        return int(self.add_bias_kv) + int(self.add_zero_attn)

    def _sizes(self, query: Spec) -> tuple[Dim, Dim]:
        """How long key and value are in one head."""
        size = split(query.axes[-1], self.num_heads) if self.key_dim is None else self.key_dim
        return size, size if self.value_dim is None else self.value_dim

    def _out(self, query: Spec) -> tuple[Dim, ...]:
        return self.output_shape or query.axes[-1:]

    def _fits(self, three: Sides, rules: Rules) -> None:
        """Keras: as many axes everywhere, keys and values for the same places, and heads that share the width."""
        check_ranks(three)
        for one, other in zip(three.key.axes[1:-1], three.value.axes[1:-1], strict=True):
            if not same(one, other, rules):
                raise unequal_lengths(one, other, three.at)
        self._sizes(three.query)
        self._expect(three)
        attended = self._attended(three.query)
        self._check_mask(three, attended)
        for at in range(1, three.query.rank - 1):
            one, other = three.query.axes[at], three.key.axes[at]
            if at not in attended and decide("==", one, other) is False:
                raise ShapeError(
                    "axes differ",
                    f"{{me}} does not look along axis {at}, so it must be equal: {{0}} has {text.count(one)} there "
                    f"and {{{three.at[1]}}} has {text.count(other)}. Add it to the attended axes.",
                    "attention_axes",
                )

    def _expect(self, three: Sides) -> None:
        wanted = (self.embed_dim, self.kdim, self.vdim)
        for spec, size, at, name in zip(three.specs, wanted, three.at, ("embed_dim", "kdim", "vdim"), strict=True):
            check_expected(spec.axes[-1], size, name, "numbers", at)

    def _attended(self, query: Spec) -> tuple[int, ...]:
        """The axes that are looked along, counted from the front; the heads stand where the width was."""
        if not self.attention_axes:
            return tuple(range(1, query.rank - 1))
        given = self._named_axes(query)
        return (1,) if self._fused(query) else given

    def _fused(self, query: Spec) -> bool:
        """Where Keras takes one function for all of it, which knows no axes: a plain sequence, and no scores needed."""
        return query.rank == 3 and not self.dropout and not self.return_attention_scores

    def _named_axes(self, query: Spec) -> tuple[int, ...]:
        found = [place(query.rank, axis) for axis in self.attention_axes]
        whole = Mend("Look along all axes", settings=(("attention_axes", ()),))
        if 0 in found:
            raise batch_stays(0, "attention_axes")
        if None in found or len(set(found)) < len(found):
            raise ShapeError(
                "no such axes",
                f"{{me}} looks along axes {text.listed([str(axis) for axis in self.attention_axes])}, and there are "
                f"axes 1 to {query.rank - 2} between batch and width. Name each once.",
                "attention_axes",
                whole,
            )
        return tuple(axis for axis in found if axis is not None)

    def _check_mask(self, three: Sides, attended: tuple[int, ...]) -> None:
        """A mask that Keras makes by itself is for the first axis of query and value."""
        if not (self.causal or self.sliding_window is not None) or attended == (1,):
            return
        query, key, value, _ = three
        pairs = ((query.axes[1], query.axes[attended[0]]), (value.axes[1], key.axes[attended[0]]))
        if len(attended) == 1 and all(decide("==", a, 1) or decide("==", a, b) is not False for a, b in pairs):
            return
        plain = (("causal", False), ("sliding_window", None))
        raise ShapeError(
            "mask along axis 1 only",
            "Keras makes causal masks and windows for axis 1 only, and {me} looks along "
            f"{text.listed([str(axis) for axis in attended])}. Set the attended axes to 1, or look everywhere.",
            "attention_axes",
            Mend("Look everywhere", settings=plain),
        )

    def _scores(self, three: Sides) -> tuple[Dim, ...]:
        """One number for each pair of places, in every head."""
        attended = self._attended(three.query)
        query, key = ((*spec.axes[:-1], self.num_heads) for spec in (three.query, three.key))
        ahead = [size for at, size in enumerate(query) if at not in attended]
        return (*ahead, *(query[at] for at in attended), *(key[at] for at in attended))

    def _torch_scores(self, three: Sides) -> tuple[Dim, ...]:
        """PyTorch's checks, and the shape of what it gives beside its output."""
        query, key, value = (
            sequence(spec, self.batch_first, at) for spec, at in zip(three.specs, three.at, strict=True)
        )
        self._expect(three)
        split(query.width, self.num_heads)
        for at, other in zip(three.at[1:], (key, value), strict=True):
            check_batch(query, other, at)
        if decide("==", key.length, value.length) is False:
            raise unequal_lengths(key.length, value.length, three.at)
        heads = () if self.average_scores else (self.num_heads,)
        return (*query.batch, *heads, query.length, key.length + self._extra if self._extra else key.length)

    def _keras_groups(self, three: Sides) -> dict[str, list[Weight]]:
        """The arrays by the part that owns them."""
        size, value_size = self._sizes(three.query)
        heads, output = self.num_heads, self._out(three.query)
        query, key, value = (spec.axes[-1] for spec in three.specs)
        told = named(value_size, size, "value size", "key size")
        groups = {"query": one_head(query, "width", heads, size, "key size")}
        groups["key"] = one_head(key, named(key, query, "key width"), heads, size, "key size")
        if self.use_gate:
            groups["gate"] = one_head(
                query, "width", heads, value_size, named(value_size, size, "value size", "key size")
            )
        told = named(value_size, size, "value size", "key size")
        groups["value"] = one_head(value, named(value, query, "value width"), heads, value_size, told)
        labels = ("width",) * len(output)
        kernel = Weight("kernel", (heads, value_size, *output), ("heads", told, *labels))
        groups["attention_output"] = [kernel, Weight("bias", output, labels)]
        return groups if self.use_bias else {name: group[:1] for name, group in groups.items()}


def _torch_widths(three: Sides) -> tuple[Dim, Dim, Dim]:
    return three.query.axes[-1], three.key.axes[-1], three.value.axes[-1]


def _none(value: Any) -> Any:
    return () if value is None or value == 0 else value


def _widths(settings: dict[str, Any]) -> dict[str, Any]:
    """PyTorch expects the query's width of key and value where it is told nothing else."""
    for name in ("kdim", "vdim"):
        if settings.get(name) is None:
            settings[name] = settings["embed_dim"]
    return settings

"""Tables that turn numbers of words into vectors.

Sources: Keras 3 layers.Embedding, layers.ReversibleEmbedding; PyTorch nn.Embedding, nn.EmbeddingBag.
"""

from collections.abc import Sequence
from typing import Any, Literal

from convas.layers.layer import Hint, Layer, Operations, Ports, Specs
from convas.layers.recurrence import whole
from convas.layers.settings import Amount, Count, Number, Switch, Whole, setting
from convas.layers.spelling import Spellings, keras, pytorch
from convas.layers.validation import SettingError
from convas.values import text
from convas.values.convention import Rules
from convas.values.problem import Mend, ShapeError
from convas.values.size import Dim, decide
from convas.values.spec import Spec
from convas.values.weight import Weight

_WHOLE = Mend("Set the number type of {0} to int64", 0, settings=(("dtype", "int64"),))
_ENTRIES = setting(1000, "Entries", "How many different numbers there are, such as words of a vocabulary.")
_WIDTH = setting(64, "Width", "How long the vector of one entry is.")
_MASK = setting(
    False, "Mask zeros", "Places that hold 0 are padding, and later layers skip them.", rare=True, only="keras"
)
_PADDING = setting(
    None, "Padding entry", "The entry for padding, which is not trained; negative counts from the end.", rare=True,
    only="pytorch", structural=True,
)  # fmt: skip
_NORM = setting(None, "Largest norm", "Longer vectors are brought down to it.", rare=True, only="pytorch")
_NORM_TYPE = setting(2.0, "Kind of norm", "2 is the usual length of a vector.", rare=True, only="pytorch")


class Embedding(Layer):
    """Looks every whole number up in a table of vectors: `entries * width` weights, no arithmetic."""

    title = "Embedding"
    sample = (10,)
    common = True
    family = "attention"
    stem = "embedding_{}"
    shown = ("input_dim", "output_dim")
    words = "lookup table vocabulary words tokens"

    input_dim: Amount = _ENTRIES
    output_dim: Amount = _WIDTH
    mask_zero: Switch = _MASK
    padding_idx: Whole | None = _PADDING
    max_norm: Number | None = _NORM
    norm_type: Number = _NORM_TYPE
    lora_rank: Count | None = setting(
        None, "LoRA rank", "Trains two thin tables of this width, and freezes the large one.", rare=True, only="keras"
    )

    @classmethod
    def spelled(cls) -> Spellings:
        return (
            keras(
                "Embedding", "input_dim!", "output_dim!", "embeddings_initializer=", "embeddings_regularizer=",
                "embeddings_constraint=", "mask_zero", "weights=", "lora_rank", "lora_alpha=",
                "quantization_config=", "input_length=", "activity_regularizer=",
            ),
            pytorch(
                "Embedding", "num_embeddings=input_dim!", "embedding_dim=output_dim!", "padding_idx", "max_norm",
                "norm_type", "scale_grad_by_freq=", "sparse=", settle=_padded,
            ),
        )  # fmt: skip

    def outputs(self, inputs: Specs, rules: Rules) -> Specs:
        (x,) = inputs
        check_table(x, self.input_dim, self.output_dim, rules)
        check_padding(self.padding_idx, self.input_dim)
        return (Spec((*x.axes, self.output_dim), "float32"),)

    def weights(self, inputs: Specs, rules: Rules) -> tuple[Weight, ...]:
        if not rules.keras:
            return (Weight("weight", (self.input_dim, self.output_dim), ("entries", "width")),)
        table = Weight("embeddings", (self.input_dim, self.output_dim), ("entries", "width"))
        if self.lora_rank is None:
            return (table,)
        return (
            table._replace(state=True),
            Weight("lora_embeddings_a", (self.input_dim, self.lora_rank), ("entries", "rank")),
            Weight("lora_embeddings_b", (self.lora_rank, self.output_dim), ("rank", "width")),
        )

    def operations(self, inputs: Specs, outputs: Specs, rules: Rules) -> Operations:
        if self.lora_rank is None:
            return Operations()
        return Operations(macs=outputs[0].volume * self.lora_rank, other=2 * outputs[0].volume)

    def hints(self, inputs: Specs, outputs: Specs, rules: Rules) -> Sequence[Hint]:
        return rounds(inputs[0])


class EmbeddingBag(Layer):
    """Looks whole numbers up in a table and gives the mean, sum or largest of their vectors."""

    title = "Embedding bag"
    short = "Bag"
    sample = (10,)
    family = "attention"
    stem = "bag_{}"
    shown = ("input_dim", "output_dim", "mode")
    words = "lookup table vocabulary words tokens mean sum EmbeddingBag"
    only = "pytorch"
    instead = "Embedding and a mean over the steps do the same there."

    input_dim: Amount = _ENTRIES
    output_dim: Count = _WIDTH
    mode: Literal["mean", "sum", "max"] = setting("mean", "Gives", "What is made of the vectors of one bag.")
    offsets: Switch = setting(
        False, "Take offsets", "All bags stand in one row, and a second link says where each begins.", rare=True
    )
    include_last_offset: Switch = setting(
        False, "With the end", "The offsets end with the length of the whole row.", rare=True
    )
    padding_idx: Whole | None = _PADDING
    max_norm: Number | None = _NORM
    norm_type: Number = _NORM_TYPE

    @classmethod
    def spelled(cls) -> Spellings:
        return (
            pytorch(
                "EmbeddingBag", "num_embeddings=input_dim!", "embedding_dim=output_dim!", "max_norm", "norm_type",
                "scale_grad_by_freq", "mode", "sparse", "_weight=", "include_last_offset", "padding_idx",
                settle=_bagged,
            ),
        )  # fmt: skip

    @property
    def ports(self) -> Ports:
        return Ports(("in", "offsets") if self.offsets else ("in",))

    def outputs(self, inputs: Specs, rules: Rules) -> Specs:
        x = inputs[0]
        check_table(x, self.input_dim, self.output_dim, rules)
        check_padding(self.padding_idx, self.input_dim)
        ranks = (1,) if self.offsets else (2,)
        if x.rank not in ranks:
            raise ShapeError(
                "needs rows of numbers",
                f"{{me}} needs {'one row of all bags' if self.offsets else 'a row of numbers for each example'} "
                f"and gets {text.shape(x.visible)}. Put Reshape before it.",
            )
        if decide("==", x.axes[-1], 0):
            raise ShapeError("empty bags", "{me} needs at least one number in a bag.")
        return (Spec((self._bags(inputs), self.output_dim), "float32"),)

    def _bags(self, inputs: Specs) -> Dim:
        if not self.offsets:
            return inputs[0].axes[0]
        places = inputs[1]
        if places.rank != 1 or not whole(places):
            raise ShapeError("needs offsets", "{1} must give one row of whole numbers, where each bag begins.")
        return places.axes[0] - 1 if self.include_last_offset else places.axes[0]

    def weights(self, inputs: Specs, rules: Rules) -> tuple[Weight, ...]:
        return (Weight("weight", (self.input_dim, self.output_dim), ("entries", "width")),)

    def operations(self, inputs: Specs, outputs: Specs, rules: Rules) -> Operations:
        return Operations(other=inputs[0].volume * self.output_dim)


class ReversibleEmbedding(Layer):
    """Looks whole numbers up in a table, or scores vectors against every entry of it."""

    title = "Reversible embedding"
    short = "Reversible"
    sample = (10,)
    family = "attention"
    stem = "embedding_{}"
    shown = ("input_dim", "output_dim")
    words = "lookup table tied head logits vocabulary tokens ReversibleEmbedding"
    only = "keras"
    instead = "Embedding and a Dense layer that uses its table do the same there."

    input_dim: Count = _ENTRIES
    output_dim: Count = _WIDTH
    reverse: Switch = setting(False, "Reversed", "Vectors come in, and a score for every entry comes out.")
    tie_weights: Switch = setting(True, "One table", "Both directions use one table; off has another for the way back.")
    mask_zero: Switch = _MASK
    logit_soft_cap: Number | None = setting(
        None, "Cap of scores", "Scores are brought between minus and plus this number.", rare=True
    )

    @classmethod
    def spelled(cls) -> Spellings:
        return (
            keras(
                "ReversibleEmbedding", "input_dim!", "output_dim!", "tie_weights", "embeddings_initializer=",
                "embeddings_regularizer=", "embeddings_constraint=", "mask_zero", "reverse_dtype=", "logit_soft_cap",
                "weights=", "lora_rank=", "lora_alpha=", "quantization_config=", "activity_regularizer=",
            ),
        )  # fmt: skip

    def outputs(self, inputs: Specs, rules: Rules) -> Specs:
        (x,) = inputs
        if not self.reverse:
            return (Spec((*x.axes, self.output_dim), "float32"),)
        if x.rank < 2 or decide("==", x.axes[-1], self.output_dim) is False:
            raise ShapeError(
                "another width expected",
                f"{{me}} scores vectors of {text.count(self.output_dim)} numbers and gets {text.shape(x.visible)}. "
                "Change the layer before it, or the width.",
                "output_dim",
            )
        return (x.having((*x.axes[:-1], self.input_dim)),)

    def weights(self, inputs: Specs, rules: Rules) -> tuple[Weight, ...]:
        table = Weight("embeddings", (self.input_dim, self.output_dim), ("entries", "width"))
        if self.tie_weights:
            return (table,)
        return (table, Weight("reverse_embeddings", (self.output_dim, self.input_dim), ("width", "entries")))

    def operations(self, inputs: Specs, outputs: Specs, rules: Rules) -> Operations:
        if not self.reverse:
            return Operations()
        capped = 0 if self.logit_soft_cap is None else 3
        return Operations(macs=outputs[0].volume * self.output_dim, other=capped * outputs[0].volume)

    def hints(self, inputs: Specs, outputs: Specs, rules: Rules) -> Sequence[Hint]:
        return () if self.reverse else rounds(inputs[0])


def check_table(x: Spec, entries: Dim, width: Dim, rules: Rules) -> None:
    """Refuse what is looked up where it cannot be, and in Keras a table of nothing."""
    if not rules.keras and x.dtype not in ("int32", "int64"):
        raise ShapeError(
            "needs whole numbers",
            f"{{me}} looks up whole numbers, and {{0}} gives {x.dtype}. Set the number type of the input to int64.",
            "",
            _WHOLE,
        )
    for size, name in ((entries, "input_dim"), (width, "output_dim")):
        if rules.keras and decide("<", size, 1):
            what = "entry" if name == "input_dim" else "number in a vector"
            raise ShapeError("empty table", f"Keras needs at least one {what}. Give a number above 0.", name)


def check_padding(padding: int | None, entries: Dim) -> None:
    """Refuse an entry for padding that the table does not have."""
    if padding is not None and (decide(">=", padding, entries) or decide("<", padding + entries, 0)):
        raise ShapeError(
            "no such entry",
            f"{{me}} has {text.count(entries)} entries, and entry {padding} for padding is none of them.",
            "padding_idx",
            Mend("Clear the padding entry", settings=(("padding_idx", None),)),
        )


def rounds(x: Spec) -> list[Hint]:
    """Keras takes fractions for an index, and cuts them."""
    if whole(x):
        return []
    said = f"{{me}} looks up whole numbers, and {{0}} gives {x.dtype}."
    return [Hint("rounds its input", said, mends=(_WHOLE,))]


def _padded(settings: dict[str, Any]) -> dict[str, Any]:
    """PyTorch looks at the entry for padding when the table is made."""
    padding, entries = settings.get("padding_idx"), settings["input_dim"]
    if isinstance(padding, int) and isinstance(entries, int) and not -entries <= padding < entries:
        raise SettingError(f"padding_idx must be an entry of the table, below {entries}.", "padding_idx")
    return settings


def _bagged(settings: dict[str, Any]) -> dict[str, Any]:
    """What only training asks for is not kept; the largest of vectors cannot be trained so."""
    sparse, scaled = settings.pop("sparse", False), settings.pop("scale_grad_by_freq", False)
    if settings.get("mode") == "max" and (sparse or scaled):
        raise SettingError("The largest of vectors takes neither sparse nor scale_grad_by_freq.", "mode")
    return _padded(settings)

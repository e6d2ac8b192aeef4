"""PyTorch's transformer layers, and whole stacks of them.

Sources: PyTorch nn.TransformerEncoderLayer, TransformerDecoderLayer, TransformerEncoder, TransformerDecoder,
Transformer; Vaswani et al. 2017.
"""

from functools import reduce
from operator import add
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from convas.layers.attending import (
    BATCH_FIRST,
    Sequence,
    check_batch,
    projection,
    repeated,
    sequence,
    split,
    summed,
    torch_attention,
    torch_groups,
    torch_work,
)
from convas.layers.channels import check_expected
from convas.layers.layer import Layer, Operations, Ports, Specs
from convas.layers.settings import Amount, Count, Number, Rate, Switch, setting
from convas.layers.spelling import Argument, Spellings, pytorch
from convas.layers.validation import SettingError
from convas.values import text
from convas.values.calculation import gathered
from convas.values.convention import Rules
from convas.values.problem import Mend, ShapeError
from convas.values.size import Dim, decide, value_of
from convas.values.spec import Spec
from convas.values.weight import Weight

Depth = Annotated[int, Field(strict=True, ge=1, le=1000)]
"""How many layers are stacked; each has arrays of its own."""
_BUILD = "Build it there as a block of Multi-head attention, Add, Layer normalisation and Dense."
_BOTH = ("self_attn", "multihead_attn")
_BESIDE = Ports(("target", "memory"))
_ARGUMENTS = (
    "dim_feedforward", "dropout", "activation", "layer_norm_eps",
    Argument("batch_first", "batch_first", default=False), "norm_first", "bias=use_bias",
)  # fmt: skip
_ONE_LAYER = ("d_model!", "nhead=num_heads!", *_ARGUMENTS)


class TransformerPart(Layer):
    """What all transformer layers have: attention and two dense layers, each with a way around and a normalisation."""

    family = "attention"
    sample = (10, 512)
    shown: ClassVar[tuple[str, ...]] = ("num_heads", "dim_feedforward")
    words = "attention block vaswani bert gpt vit self-attention feed-forward"
    only = "pytorch"
    instead = _BUILD
    attends: ClassVar[tuple[str, ...]] = ("self_attn",)

    num_heads: Count = setting(8, "Heads", "How many times attention is done side by side; they share the width.")
    dim_feedforward: Amount = setting(2048, "Feed-forward", "How many numbers the first dense layer gives.")
    activation: Literal["relu", "gelu"] = setting(
        "relu", "Activation", "What is applied between the two dense layers.", labels={"relu": "ReLU", "gelu": "GELU"}
    )
    norm_first: Switch = setting(
        False, "Normalise first", "Whether each part normalises what comes in, and not what goes out."
    )
    use_bias: Switch = setting(True, "Bias", "Trainable numbers added in every part.", rare=True)
    dropout: Rate = setting(0.1, "Dropout", "The share of numbers that is dropped during training.", rare=True)
    layer_norm_eps: Number = setting(1e-5, "Epsilon", "Keeps the normalisation from dividing by 0.", rare=True)
    batch_first: Switch = BATCH_FIRST
    d_model: Count | None = setting(
        None, "Expected width", "A width of the input that must be met; empty takes what comes.", rare=True
    )

    def outputs(self, inputs: Specs, rules: Rules) -> Specs:
        parts = self._sequences(inputs)
        for port, part in enumerate(parts):
            check_expected(part.width, self.d_model, "d_model", "numbers", port)
            _check_beside(parts, port)
        split(parts[0].width, self.num_heads)
        return inputs[:1]

    def weights(self, inputs: Specs, rules: Rules) -> tuple[Weight, ...]:
        return tuple(self._layer(inputs[0].axes[-1], "", self.attends))

    def written(self, inputs: Specs, rules: Rules) -> Dim | None:
        return self._told(inputs[0].axes[-1], self.attends)

    def operations(self, inputs: Specs, outputs: Specs, rules: Rules) -> Operations:
        return self._work(inputs[0], *self._sequences(inputs))

    def brief(self) -> list[str]:
        return [text.many(self.num_heads, "head"), text.count(self.dim_feedforward)]

    def _sequences(self, inputs: Specs) -> list[Sequence]:
        return [sequence(spec, self.batch_first, port) for port, spec in enumerate(inputs)]

    def _layer(self, width: Dim, prefix: str, attentions: tuple[str, ...]) -> list[Weight]:
        """The arrays of one layer: its attentions, its two dense layers, its normalisations."""
        three, hidden = (width, width, width), self.dim_feedforward
        found = [weight for name in attentions for weight in torch_attention(f"{prefix}{name}.", three, self.use_bias)]
        for name, group in zip(("linear1", "linear2"), self._dense(width, hidden), strict=True):
            found += [weight._replace(name=f"{prefix}{name}.{weight.name}") for weight in group]
        for number in range(1, len(attentions) + 2):
            found += self._norm(width, f"{prefix}norm{number}.")
        return found

    def _dense(self, width: Dim, hidden: Dim) -> list[list[Weight]]:
        first = [Weight("weight", (hidden, width), ("hidden", "width")), Weight("bias", (hidden,), ("hidden",))]
        second = [Weight("weight", (width, hidden), ("width", "hidden")), Weight("bias", (width,), ("width",))]
        return [first, second] if self.use_bias else [first[:1], second[:1]]

    def _norm(self, width: Dim, prefix: str = "") -> list[Weight]:
        both = [Weight(f"{prefix}{name}", (width,), ("width",)) for name in ("weight", "bias")]
        return both if self.use_bias else both[:1]

    def _told(self, width: Dim, attentions: tuple[str, ...]) -> Dim:
        """`(512 × 512 + 512) × 4 + ...`: one layer's count, part by part."""
        groups = torch_groups((width, width, width), self.use_bias) * len(attentions)
        norms = [self._norm(width)] * (len(attentions) + 1)
        return gathered([*groups, *self._dense(width, self.dim_feedforward), *norms])

    def _work(self, x: Spec, own: Sequence, *others: Sequence) -> Operations:
        """One layer: it attends to itself and to each of the others."""
        hidden = self.dim_feedforward
        made = x.having((*x.axes[:-1], hidden))
        norms = len(others) + 2
        attentions = [torch_work(own, other, other, 0, self.num_heads, self.use_bias) for other in (own, *others)]
        return summed(
            *attentions,
            projection(x, hidden, self.use_bias),
            Operations(activation=made.volume),
            projection(made, own.width, self.use_bias),
            Operations(normalization=5 * norms * x.volume, other=norms * x.volume),
        )


class TransformerEncoderLayer(TransformerPart):
    """One layer of a transformer's encoder: self-attention, then two dense layers, each with a way around."""

    title = "Transformer encoder layer"
    short = "Encoder"
    common = True
    stem = "encoder_{}"

    @classmethod
    def spelled(cls) -> Spellings:
        return (pytorch("TransformerEncoderLayer", *_ONE_LAYER, settle=_numbers),)


class TransformerDecoderLayer(TransformerPart):
    """One layer of a transformer's decoder: self-attention, attention to the encoder's memory, two dense layers."""

    title = "Transformer decoder layer"
    short = "Decoder"
    common = True
    stem = "decoder_{}"
    places = _BESIDE
    attends = _BOTH

    @classmethod
    def spelled(cls) -> Spellings:
        return (pytorch("TransformerDecoderLayer", *_ONE_LAYER, settle=_numbers),)


class TransformerStack(TransformerPart):
    """Several equal layers one after the other, each with weights of its own."""

    shown = ("num_layers", "num_heads", "dim_feedforward")

    num_layers: Depth = setting(6, "Layers", "How many layers follow each other.", structural=True)
    norm: Switch = setting(False, "Final normalisation", "Whether a layer normalisation stands at the end.")

    def weights(self, inputs: Specs, rules: Rules) -> tuple[Weight, ...]:
        width = inputs[0].axes[-1]
        layers = [w for at in range(self.num_layers) for w in self._layer(width, f"layers.{at}.", self.attends)]
        return (*layers, *(self._norm(width, "norm.") if self.norm else ()))

    def written(self, inputs: Specs, rules: Rules) -> Dim | None:
        width = inputs[0].axes[-1]
        return _stack(
            (self._told(width, self.attends), self.num_layers), (gathered([self._norm(width)]), int(self.norm))
        )

    def operations(self, inputs: Specs, outputs: Specs, rules: Rules) -> Operations:
        last = Operations(normalization=5 * inputs[0].volume) if self.norm else Operations()
        return summed(repeated(self._work(inputs[0], *self._sequences(inputs)), self.num_layers), last)

    def brief(self) -> list[str]:
        return [text.many(self.num_layers, "layer"), text.many(self.num_heads, "head")]


class TransformerEncoder(TransformerStack):
    """Several encoder layers one after the other, each with weights of its own."""

    title = "Transformer encoder"
    short = "Encoder"
    stem = "enc_{}"

    @classmethod
    def spelled(cls) -> Spellings:
        settle = _stacked("TransformerEncoderLayer")
        arguments = ("encoder_layer=layer!", "num_layers!", "norm", "enable_nested_tensor=", "mask_check=")
        return (pytorch("TransformerEncoder", *arguments, settle=settle),)


class TransformerDecoder(TransformerStack):
    """Several decoder layers one after the other; all of them look at the same memory."""

    title = "Transformer decoder"
    short = "Decoder"
    stem = "dec_{}"
    places = _BESIDE
    attends = _BOTH

    @classmethod
    def spelled(cls) -> Spellings:
        settle = _stacked("TransformerDecoderLayer")
        return (pytorch("TransformerDecoder", "decoder_layer=layer!", "num_layers!", "norm", settle=settle),)


class Transformer(TransformerPart):
    """A whole transformer: an encoder for the source, and a decoder that looks at what the encoder made of it."""

    title = "Transformer"
    stem = "seq2seq"
    shown = ("num_encoder_layers", "num_decoder_layers", "num_heads", "dim_feedforward")
    places = Ports(("source", "target"))

    num_encoder_layers: Depth = setting(6, "Encoder layers", "How many layers the encoder has.", structural=True)
    num_decoder_layers: Depth = setting(6, "Decoder layers", "How many layers the decoder has.", structural=True)

    @classmethod
    def spelled(cls) -> Spellings:
        whole = (
            Argument("d_model", "d_model", default=512), Argument("nhead", "num_heads", default=8),
            "num_encoder_layers", "num_decoder_layers", "dim_feedforward", "dropout", "activation",
            "custom_encoder=", "custom_decoder=", *_ARGUMENTS[3:],
        )  # fmt: skip
        return (pytorch("Transformer", *whole, settle=_numbers),)

    def outputs(self, inputs: Specs, rules: Rules) -> Specs:
        super().outputs(inputs, rules)
        return inputs[1:]

    def weights(self, inputs: Specs, rules: Rules) -> tuple[Weight, ...]:
        width = inputs[1].axes[-1]
        found = []
        for stack, number, names in (
            ("encoder", self.num_encoder_layers, self.attends),
            ("decoder", self.num_decoder_layers, _BOTH),
        ):
            found += [w for at in range(number) for w in self._layer(width, f"{stack}.layers.{at}.", names)]
            found += self._norm(width, f"{stack}.norm.")
        return tuple(found)

    def written(self, inputs: Specs, rules: Rules) -> Dim | None:
        width = inputs[1].axes[-1]
        return _stack(
            (self._told(width, self.attends), self.num_encoder_layers),
            (self._told(width, _BOTH), self.num_decoder_layers),
            (gathered([self._norm(width)] * 2), 1),
        )

    def operations(self, inputs: Specs, outputs: Specs, rules: Rules) -> Operations:
        source, target = self._sequences(inputs)
        return summed(
            repeated(self._work(inputs[0], source), self.num_encoder_layers),
            repeated(self._work(inputs[1], target, source), self.num_decoder_layers),
            Operations(normalization=5 * (inputs[0].volume + inputs[1].volume)),
        )

    def brief(self) -> list[str]:
        return [f"{text.count(self.num_encoder_layers)} + {text.count(self.num_decoder_layers)} layers"]


def _check_beside(parts: list[Sequence], port: int) -> None:
    """Two inputs must have one batch and one width."""
    one, other = parts[0], parts[port]
    check_batch(one, other, port)
    if decide("==", one.width, other.width) is False:
        known = value_of(one.width)
        dense = Mend(f"Insert a dense layer after {{{port}}}", port, "Dense", (("units", known),))
        raise ShapeError(
            "widths differ",
            f"{{0}} gives {text.count(one.width)} numbers a place and {{{port}}} gives {text.count(other.width)}. "
            "Make them equally wide, with a Dense layer.",
            "",
            *([dense] if known else []),
        )


def _stack(*parts: tuple[Dim, int]) -> Dim:
    """Layers and how often each stands there: `(...) × 6 + ...`."""
    return reduce(add, [told if times == 1 else told * times for told, times in parts if times])


def _numbers(settings: dict[str, Any]) -> dict[str, Any]:
    """PyTorch may not be told None for the width or the number of heads."""
    for name, argument in (("d_model", "d_model"), ("num_heads", "nhead")):
        if settings.get(name, 1) is None:
            raise SettingError(f"{argument} must be a number.", name)
    return settings


def _stacked(name: str) -> Any:
    """A stack is made of a layer, whose settings it has, and maybe of a last normalisation."""

    def settle(settings: dict[str, Any]) -> dict[str, Any]:
        layer = settings.pop("layer")
        if not isinstance(layer, Layer) or layer.kind != name:
            raise SettingError(f"It needs a {name} to repeat.", "num_layers")
        return {**dict(layer), **settings, "norm": settings.get("norm") is not None}

    return settle

"""The feed-forward parts of transformers: gated, and with several experts.

Sources: Shazeer 2020 (GLU variants); the feed-forward layers of LLaMA, Mixtral, Qwen2-MoE and DeepSeek-MoE.
"""

from collections.abc import Sequence

from convas.layers.activations import LABELS, ActivationName
from convas.layers.attending import linear, projection, rows, summed
from convas.layers.layer import Hint, Layer, Operations, Specs
from convas.layers.settings import Amount, Count, Switch, setting
from convas.values import text
from convas.values.calculation import gathered, written_out
from convas.values.convention import Rules
from convas.values.problem import Mend, ShapeError
from convas.values.size import Dim, decide, value_of
from convas.values.spec import Spec
from convas.values.weight import Weight

_GATES = {"silu": "SwiGLU", "gelu": "GeGLU", "relu": "ReGLU", "sigmoid": "GLU", "linear": "bilinear"}
_ACTIVATION = setting("silu", "Activation", "What the gate goes through: SiLU is SwiGLU, GELU is GeGLU.", labels=LABELS)
_HIDDEN = setting(2048, "Hidden", "How many numbers stand between the first and the last matrix.")
_BIAS = setting(False, "Bias", "Trainable numbers added to what each matrix gives.", rare=True)


class GatedFeedForward(Layer):
    """Two matrices side by side, one of them a gate for the other, and a third one back: SwiGLU, GeGLU."""

    title = "Gated feed-forward"
    short = "Gated FF"
    sample = (10, 64)
    common = True
    family = "attention"
    stem = "ffn_{}"
    shown = ("hidden_dim", "activation")
    words = "swiglu geglu reglu glu mlp llama ffn gate up down projection"
    in_keras = "Three `keras.layers.Dense`: `down(activation(gate(x)) * up(x))`."
    in_pytorch = "Three `torch.nn.Linear`: `down_proj(activation(gate_proj(x)) * up_proj(x))`."

    hidden_dim: Count = _HIDDEN
    activation: ActivationName = _ACTIVATION
    output_dim: Count | None = setting(
        None, "Width out", "How many numbers come out of each place; empty is as many as go in.", rare=True
    )
    use_bias: Switch = _BIAS

    def outputs(self, inputs: Specs, rules: Rules) -> Specs:
        (x,) = inputs
        _check_place(x)
        return (x.having((*x.axes[:-1], self._out(x))),)

    def weights(self, inputs: Specs, rules: Rules) -> tuple[Weight, ...]:
        names = ("gate", "up", "down") if rules.keras else ("gate_proj", "up_proj", "down_proj")
        groups = zip(names, self._groups(inputs[0], rules), strict=True)
        sign = "/" if rules.keras else "."
        return tuple(weight._replace(name=f"{name}{sign}{weight.name}") for name, group in groups for weight in group)

    def written(self, inputs: Specs, rules: Rules) -> Dim | None:
        return gathered(self._groups(inputs[0], rules))

    def operations(self, inputs: Specs, outputs: Specs, rules: Rules) -> Operations:
        return gated_work(inputs[0], self.hidden_dim, self._out(inputs[0]), self.use_bias, self.activation)

    def brief(self) -> list[str]:
        gate = _GATES.get(self.activation) or self.told("activation")
        return [text.count(self.hidden_dim), gate]

    def _out(self, x: Spec) -> Dim:
        return x.axes[-1] if self.output_dim is None else self.output_dim

    def _groups(self, x: Spec, rules: Rules) -> list[list[Weight]]:
        width, hidden, made = x.axes[-1], self.hidden_dim, self._out(x)
        told = "width" if decide("==", made, width) else "width out"
        both = [linear((width, "width"), (hidden, "hidden"), self.use_bias, rules)] * 2
        return [*both, linear((hidden, "hidden"), (made, told), self.use_bias, rules)]


class MixtureOfExperts(Layer):
    """Many feed-forward networks side by side, of which a router picks a few for every place."""

    title = "Mixture of experts"
    short = "Experts"
    sample = (10, 64)
    common = True
    family = "attention"
    stem = "experts_{}"
    shown = ("experts", "active_experts", "hidden_dim")
    words = "moe sparse router gate top-k switch mixtral deepseek feed-forward"
    in_keras = "A layer of your own: a `Dense` router, `top_k` of its softmax, and one feed-forward network an expert."
    in_pytorch = "A module of your own, as Mixtral's: a `Linear` router, `topk` of its softmax, stacked experts."

    experts: Count = setting(8, "Experts", "How many feed-forward networks there are; all of them are parameters.")
    active_experts: Count = setting(2, "Active experts", "How many of them work on one place; only these cost MACs.")
    hidden_dim: Count = _HIDDEN
    activation: ActivationName = _ACTIVATION
    gated: Switch = setting(True, "Gated", "Whether an expert has three matrices, one of them a gate, or two.")
    shared_experts: Amount = setting(
        0, "Shared experts", "How many more work on every place, whatever the router says.", rare=True
    )
    shared_dim: Count | None = setting(
        None, "Shared hidden", "How many hidden numbers a shared expert has; empty is as many as the others.", rare=True
    )
    use_bias: Switch = _BIAS
    router_bias: Switch = setting(False, "Router bias", "One trainable number an expert in the router.", rare=True)

    def outputs(self, inputs: Specs, rules: Rules) -> Specs:
        _check_place(inputs[0])
        if decide(">", self.active_experts, self.experts):
            count = value_of(self.experts)
            raise ShapeError(
                "too many active",
                f"{text.count(self.active_experts)} experts cannot work where there are {text.count(count)}. "
                "Choose fewer active ones, or more experts.",
                "active_experts",
                Mend(f"Let {text.count(count)} work", settings=(("active_experts", count),)),
                Mend(
                    f"Have {text.many(value_of(self.active_experts) or 1, 'expert')}",
                    settings=(("experts", value_of(self.active_experts)),),
                ),
            )
        return inputs

    def weights(self, inputs: Specs, rules: Rules) -> tuple[Weight, ...]:
        parts = self._router(inputs[0], rules) + self._expert_arrays(inputs[0], rules)
        return (*parts, *(weight for group in self._shared_groups(inputs[0], rules) for weight in group))

    def written(self, inputs: Specs, rules: Rules) -> Dim | None:
        return self._summed(inputs[0], self.experts, rules)

    def active(self, inputs: Specs, rules: Rules) -> Dim | None:
        return self._summed(inputs[0], self.active_experts, rules)

    def operations(self, inputs: Specs, outputs: Specs, rules: Rules) -> Operations:
        (x,) = inputs
        width = x.axes[-1]
        one = _expert_work(x, self.hidden_dim, self.gated, self.use_bias, self.activation)
        shared = _expert_work(x, self._shared_dim, self.gated, self.use_bias, self.activation)
        chosen = rows(x) * self.active_experts
        return summed(
            projection(x, self.experts, self.router_bias),
            Operations(activation=rows(x) * self.experts),
            _times(one, self.active_experts),
            Operations(other=2 * chosen * width),
            _times(shared, self.shared_experts),
            Operations(other=x.volume) if decide(">", self.shared_experts, 0) else Operations(),
        )

    def hints(self, inputs: Specs, outputs: Specs, rules: Rules) -> Sequence[Hint]:
        if self.active_experts < self.experts:
            return ()
        return [Hint("all experts work", "Every expert of {me} works on every place, so the router saves nothing.")]

    def brief(self) -> list[str]:
        return [f"{text.count(self.active_experts)} of {text.count(self.experts)}", text.count(self.hidden_dim)]

    @property
    def _shared_dim(self) -> Dim:
        return self.hidden_dim if self.shared_dim is None else self.shared_dim

    def _summed(self, x: Spec, experts: Dim, rules: Rules) -> Dim:
        """The router, so many experts, and the shared ones: `64 × 8 + 64 × 2,048 × 3 × 8`."""
        told = written_out(self._router(x, rules)) + gathered(self._one(x, self.hidden_dim, rules)) * experts
        shared = self._shared_groups(x, rules)
        return told + gathered(shared) if shared else told

    def _one(self, x: Spec, hidden: Dim, rules: Rules) -> list[list[Weight]]:
        """One expert's matrices."""
        width = x.axes[-1]
        first = linear((width, "width"), (hidden, "hidden"), self.use_bias, rules)
        return [
            *[first] * (2 if self.gated else 1),
            linear((hidden, "hidden"), (width, "width"), self.use_bias, rules),
        ]

    def _router(self, x: Spec, rules: Rules) -> list[Weight]:
        name = "router/" if rules.keras else "gate."
        found = linear((x.axes[-1], "width"), (self.experts, "experts"), self.router_bias, rules)
        return [weight._replace(name=name + weight.name) for weight in found]

    def _expert_arrays(self, x: Spec, rules: Rules) -> list[Weight]:
        """The experts of one kind are one array each, as Mixtral has them: gate and up together, then down."""
        width, hidden, count = x.axes[-1], self.hidden_dim, self.experts
        made = 2 * hidden if self.gated else hidden
        first, second = ("gate_up_proj" if self.gated else "up_proj"), "down_proj"
        label = "gate and hidden" if self.gated else "hidden"
        shapes = [(first, made, label, width, "width"), (second, width, "width", hidden, "hidden")]
        found = []
        for name, out, told, given, told_in in shapes:
            pair, labels = ((given, out), (told_in, told)) if rules.keras else ((out, given), (told, told_in))
            prefix = "experts/" if rules.keras else "experts."
            found.append(Weight(prefix + name, (count, *pair), ("experts", *labels)))
            if self.use_bias:
                found.append(Weight(f"{prefix}{name}_bias", (count, out), ("experts", told)))
        return found

    def _shared_groups(self, x: Spec, rules: Rules) -> list[list[Weight]]:
        """The shared experts stand side by side in one wider network."""
        if decide("==", self.shared_experts, 0):
            return []
        groups = self._one(x, self.shared_experts * self._shared_dim, rules)
        names = ("gate_proj", "up_proj", "down_proj") if self.gated else ("up_proj", "down_proj")
        sign = "/" if rules.keras else "."
        return [
            [weight._replace(name=f"shared_experts{sign}{name}{sign}{weight.name}") for weight in group]
            for name, group in zip(names, groups, strict=True)
        ]


def gated_work(x: Spec, hidden: Dim, made: Dim, bias: bool, activation: str) -> Operations:
    """Gate and value from each place, one times the other, and back."""
    between = x.having((*x.axes[:-1], hidden))
    first = projection(x, hidden, bias)
    gate = Operations(activation=0 if activation == "linear" else between.volume, other=between.volume)
    return summed(first, first, gate, projection(between, made, bias))


def _expert_work(x: Spec, hidden: Dim, gated: bool, bias: bool, activation: str) -> Operations:
    if gated:
        return gated_work(x, hidden, x.axes[-1], bias, activation)
    between = x.having((*x.axes[:-1], hidden))
    work = Operations(activation=0 if activation == "linear" else between.volume)
    return summed(projection(x, hidden, bias), work, projection(between, x.axes[-1], bias))


def _times(work: Operations, times: Dim) -> Operations:
    if decide("==", times, 0):
        return Operations()
    return Operations(*(0 if value_of(part) == 0 else times * part for part in work))


def _check_place(x: Spec) -> None:
    if x.rank < 2:
        raise ShapeError("needs numbers to join", "{me} needs at least one axis beside the batch.")

"""Positions as numbers that are added to the scores of attention. Source: Raffel et al. 2020 (T5), T5Attention."""

from convas.layers.catalogue.positions import check_places
from convas.layers.layer import Layer, Operations, Ports, Specs
from convas.layers.settings import Count, Switch, setting
from convas.values import text
from convas.values.convention import Rules
from convas.values.size import Dim, product
from convas.values.spec import ABSENT, BATCH, Spec
from convas.values.weight import Weight


class RelativePositionBias(Layer):
    """Gives every head a trained number for the distance of two places, to be added to the scores of attention."""

    title = "Relative position bias"
    short = "Position bias"
    sample = (10, 64)
    places = Ports(("query", "key"), least=1)
    family = "attention"
    stem = "position_bias_{}"
    shown = ("num_heads", "num_buckets")
    words = "t5 relative positions distance buckets attention scores positional encoding RelativePositionBias"
    in_keras = "An `Embedding` of the distances' buckets; in `keras_hub`'s T5 part of the first attention."
    in_pytorch = "An `nn.Embedding` of the distances' buckets; in T5 part of the first attention."

    num_heads: Count = setting(8, "Heads", "How many heads the attention has that it is for.")
    num_buckets: Count = setting(32, "Buckets", "How many distances are told apart; far ones share a bucket.")
    max_distance: Count = setting(128, "Farthest", "All distances from here on are one.", rare=True)
    bidirectional: Switch = setting(
        True, "Both ways", "Places before and after are told apart; off is for decoders, which look back only.",
        rare=True,
    )  # fmt: skip

    def outputs(self, inputs: Specs, rules: Rules) -> Specs:
        query, key = _two(inputs)
        check_places(query)
        check_places(key)
        return (Spec((*query.axes[:-2], self.num_heads, query.axes[-2], key.axes[-2]), "float32"),)

    def weights(self, inputs: Specs, rules: Rules) -> tuple[Weight, ...]:
        name = "embeddings" if rules.keras else "weight"
        return (Weight(name, (self.num_buckets, self.num_heads), ("buckets", "heads")),)

    def operations(self, inputs: Specs, outputs: Specs, rules: Rules) -> Operations:
        """Finding the bucket of every distance; looking numbers up is no arithmetic."""
        query, key = _two(inputs)
        lead: tuple[Dim, ...] = tuple(axis for axis in query.axes[:-2] if axis is not BATCH)
        return Operations(other=product((*lead, query.axes[-2], key.axes[-2])))

    def brief(self) -> list[str]:
        return [text.many(self.num_heads, "head"), text.count(self.num_buckets)]


def _two(inputs: Specs) -> tuple[Spec, Spec]:
    """Without a second sequence, distances are those within the first."""
    query, key = (*inputs, ABSENT)[:2]
    return query, query if key is ABSENT else key

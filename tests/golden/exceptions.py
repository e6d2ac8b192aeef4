"""What the golden test leaves to later, and what it leaves out for good, each with its reason."""

LATER = {
    "torch": {
        "Embedding", "EmbeddingBag", "RNN", "LSTM", "GRU", "RNNCell", "LSTMCell", "GRUCell",
    },
    "keras": {
        "Embedding", "ReversibleEmbedding", "SimpleRNN", "LSTM", "GRU", "RNN", "ConvLSTM1D", "ConvLSTM2D",
        "Bidirectional", "TimeDistributed", "SpectralNormalization",
    },
}  # fmt: skip
"""Recurrent, embedding and wrapper layers are not in the catalogue yet."""

LEFT_OUT: dict[str, str] = {}
"""Records, by `framework:id` or `framework:type`, that make no sense for a designer, with the reason."""


def reason(framework, record) -> str:
    """Why a record is left out; empty where it counts."""
    return LEFT_OUT.get(f"{framework}:{record['id']}") or LEFT_OUT.get(f"{framework}:{record['type']}", "")

"""Multiply-accumulates against PyTorch's own counter, where that counter knows the layer."""

import json
from pathlib import Path

import pytest

from golden.verdict import counted

COUNTED = json.loads(Path(__file__).with_name("flops_torch.json").read_text())["layers"]
KNOWN = ("Conv", "Linear", "RNN", "LSTM", "GRU", "Embedding", "MultiheadAttention", "Transformer")
PRODUCTS = [row for row in COUNTED if row["type"].startswith(KNOWN)]


@pytest.mark.parametrize("row", PRODUCTS, ids=lambda row: f"{row['type']} {row['input'][0]}")
def test_two_operations_are_one_multiply_accumulate(row):
    indices = any(isinstance(given, dict) for given in row["input"])
    shapes = [given["shape"] if isinstance(given, dict) else given for given in row["input"]]
    finding, _ = counted("torch", {**row, "input": shapes, "input_dtype": "int64" if indices else "float32"})
    assert 2 * finding.macs == row["flops"]

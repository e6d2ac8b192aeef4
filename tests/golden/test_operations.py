"""Multiply-accumulates against PyTorch's own counter, where that counter knows the layer."""

import json
from pathlib import Path

import pytest

from golden.verdict import counted

COUNTED = json.loads(Path(__file__).with_name("flops_torch.json").read_text())["layers"]
PRODUCTS = [row for row in COUNTED if row["type"].startswith(("Conv", "Linear", "MultiheadAttention", "Transformer"))]


@pytest.mark.parametrize("row", PRODUCTS, ids=lambda row: f"{row['type']} {row['input'][0]}")
def test_two_operations_are_one_multiply_accumulate(row):
    finding, _ = counted("torch", row)
    assert 2 * finding.macs == row["flops"]

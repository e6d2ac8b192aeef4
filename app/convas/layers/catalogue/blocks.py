"""Blocks among the kinds of layers; analysis and edits know them too, so they stand in `layers/use.py`."""

from convas.layers.use import BlockInput, BlockOutput, Use

__all__ = ["BlockInput", "BlockOutput", "Use"]

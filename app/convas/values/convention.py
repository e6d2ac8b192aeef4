"""Conventions: whose rules, names and defaults count."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Convention = Literal["keras", "pytorch"]


@dataclass(frozen=True, slots=True)
class Rules:
    """What a layer's rules need to know of the convention at hand.

    `channels_last` is where channels stand unless a layer says otherwise;
    `counts_state` tells whether "parameters" includes state such as moving means.
    """

    name: Convention
    title: str
    channels_last: bool
    counts_state: bool

    @property
    def keras(self) -> bool:
        return self.name == "keras"


KERAS: Final = Rules("keras", "Keras", channels_last=True, counts_state=True)
PYTORCH: Final = Rules("pytorch", "PyTorch", channels_last=False, counts_state=False)
RULES: Final[dict[Convention, Rules]] = {"keras": KERAS, "pytorch": PYTORCH}

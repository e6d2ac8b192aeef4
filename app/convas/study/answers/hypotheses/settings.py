"""Another setting than the layer has: 40 filters instead of 20, a 5 × 5 kernel instead of 3 × 3."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from convas.layers.layer import setting_of, settings_of
from convas.study.answers.subject import Change, Subject
from convas.values import text

_LEFT: Final = frozenset({"groups", "strides", "dilation", "in_channels", "in_features", "input_size", "padding"})
"""Settings that others look after, or that no count depends on."""
_WORDS: Final[dict[str, tuple[str, str]]] = {"units": ("unit", "units"), "filters": ("filter", "filters")}


def propose(subject: Subject) -> Iterator[Change]:
    for name in numbers(subject):
        for value in subject.network.settings.get(name, ()):
            if _likely(subject, name, value):
                yield changed(subject, name, value)
        now = getattr(subject.layer, name)
        if name in _WORDS and isinstance(now, int):
            for value in (2 * now, now // 2):
                if value:
                    yield changed(subject, name, value)


def numbers(subject: Subject) -> list[str]:
    """The settings that are numbers, or rows of them, and that the count depends on."""
    layer = subject.layer
    found = []
    for name in settings_of(type(layer)):
        value = getattr(layer, name)
        if name in _LEFT or isinstance(value, bool) or not isinstance(value, (int, tuple)) or not value:
            continue
        if isinstance(value, tuple) and not _row(value):
            continue
        other = value + 1 if isinstance(value, int) else tuple(part + 1 for part in value)
        made = subject.supposed(((name, other),), None)
        if made is not None and made != subject.alone:
            found.append(name)
    return found


def changed(subject: Subject, name: str, value: Any, *, open_: bool = False) -> Change:
    """The layer with another value of a setting."""
    title = setting_of(type(subject.layer), name).title.lower()
    now = getattr(subject.layer, name)
    if isinstance(value, tuple):
        said = f"a {text.shape(value)} {title} instead of {text.shape(now)}"
    else:
        one, more = _WORDS.get(name, (title, title))
        said = f"{text.many(value, one, more)} instead of {text.count(now)}"
    given = value if isinstance(value, int) else None
    return Change(name, f"wrong {title}", said, settings=((name, value),), open=open_, given=given)


def _row(value: object) -> bool:
    return isinstance(value, tuple) and all(isinstance(part, int) and not isinstance(part, bool) for part in value)


def _likely(subject: Subject, name: str, value: object) -> bool:
    """Whether a value from another layer may stand here: one of the same form, and not what stands here already."""
    now = getattr(subject.layer, name)
    if value == now or type(value) is not type(now):
        return False
    if isinstance(now, tuple) and isinstance(value, tuple):
        return len(value) == len(now) and _row(value) and min(value) > 0
    return isinstance(value, int) and value > 0

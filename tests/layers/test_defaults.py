"""A file leaves out what equals its default, so a default that changes changes what files mean.

`--update` takes new kinds and settings into the table; it never changes one that is there, because
that needs a new version of the file format.
"""

import json
from pathlib import Path

from convas.layers import registry
from convas.layers.validation import plain

FROZEN = Path(__file__).with_name("defaults.json")
HINT = "new kinds or settings: freeze their defaults with `python -m pytest tests/layers --update`"


def test_no_default_ever_changes(request):
    now = {kind.kind: json.loads(plain(kind).model_dump_json()) for kind in registry.kinds().values()}
    frozen = json.loads(FROZEN.read_text()) if FROZEN.exists() else {}
    for kind, settings in frozen.items():
        assert kind in now, f"files with {kind} could not be read any more"
        for name, value in settings.items():
            assert name in now[kind], f"files with {kind}.{name} would lose it"
            assert now[kind][name] == value, f"files without {kind}.{name} would mean something else"
            assert type(now[kind][name]) is type(value)
    if request.config.getoption("--update"):
        FROZEN.write_text(json.dumps(dict(sorted(now.items())), indent=1) + "\n")
    else:
        assert now == frozen, HINT

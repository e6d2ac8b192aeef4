"""What the help says of exactness is what the golden tests compare."""

import importlib.util
from pathlib import Path

from convas.exchange.help_pages import exactness_page
from convas.resources import resource

ROOT = Path(__file__).parents[2]


def made():
    spec = importlib.util.spec_from_file_location("make_exactness", ROOT / "packaging" / "make_exactness.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_shipped_table_is_the_one_of_the_records():
    assert resource("help", "exactness.json").read_text("utf-8") == made().text(), "run packaging/make_exactness.py"


def test_every_record_stands_in_the_row_of_a_family():
    rows = [line.split("|") for line in exactness_page().splitlines() if line.startswith("| ") and "---" not in line]
    keras, torch = (sum(int(row[at].replace(",", "")) for row in rows[1:]) for at in (3, 4))
    tally = made().tally()
    assert (keras, torch) == tuple(sum(tally[name]["types"].values()) for name in ("keras", "pytorch"))

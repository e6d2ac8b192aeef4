"""Every layer against what the frameworks themselves say: shapes, weights, counts and errors."""

from collections import Counter

from golden.exceptions import reason
from golden.verdict import judge, records

MOST_LEFT_OUT = 0.03


def pytest_generate_tests(metafunc):
    if "framework" in metafunc.fixturenames:
        folder = metafunc.config.golden_folder
        cases = [(framework, type_) for framework in ("torch", "keras") for type_ in records(framework, folder)]
        metafunc.parametrize(("framework", "type_"), cases)


def test_a_type_of_the_frameworks(framework, type_, pytestconfig, record_property):
    wrong, tally = [], Counter()
    for record in records(framework, pytestconfig.golden_folder)[type_]:
        if reason(framework, record):
            tally["left out"] += 1
            continue
        verdict = judge(framework, record)
        tally["stricter" if verdict.stricter else "equal"] += not verdict.wrong
        if verdict.wrong:
            wrong.append(f"{record['id']} {record['kwargs']} on {record['input']}: {verdict.wrong}")
    record_property("golden", (framework, type_, dict(tally)))
    assert not wrong, f"{len(wrong)} of {tally.total() + len(wrong)} differ:\n" + "\n".join(wrong[:12])


def test_few_records_are_left_out(pytestconfig):
    for framework in ("torch", "keras"):
        all_ = [r for rows in records(framework, pytestconfig.golden_folder).values() for r in rows]
        out = sum(bool(reason(framework, record)) for record in all_)
        assert out <= MOST_LEFT_OUT * len(all_)

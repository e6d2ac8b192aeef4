"""What the golden test leaves out, each with its reason."""

LEFT_OUT: dict[str, str] = {}
"""Records, by `framework:id` or `framework:type`, that make no sense for a designer, with the reason."""


def reason(framework, record) -> str:
    """Why a record is left out; empty where it counts."""
    given = [values for values in record.get("input_values") or () if isinstance(values, list)]
    bags = "offsets" in record.get("call", {}) and len(record["input"][0]) == 1
    if record.get("error") and record.get("stage") == "forward" and (given or bags):
        return "The values of data are wrong; a design knows shapes."
    return LEFT_OUT.get(f"{framework}:{record['id']}") or LEFT_OUT.get(f"{framework}:{record['type']}", "")

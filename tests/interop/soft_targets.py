"""Reads soft targets without Distill.NET, as docs/soft-targets.md describes them. Needs nothing but Python.

    soft_targets.py STORE TEMPERATURE ROW...    prints, for each row, {class: probability} as JSON ("rest": all others)
"""
import json
import math
import os
import sys

from safetensors_check import show_plainly


def softmax(values):
    highest = max(values)
    powers = [math.exp(value - highest) for value in values]
    return [power / sum(powers) for power in powers]


def rows_of(store):
    with open(os.path.join(store, "index.json"), encoding="utf-8") as file:
        index = json.load(file)
    assert index["format"] == "distill.targets" and index["version"] in (1, 2)
    found = {}
    for shard in index["shards"]:
        tensors = show_plainly(os.path.join(store, shard["file"]))["tensors"]
        for i, row in enumerate(tensors["rows"]["values"]):
            found.setdefault(row, {name: at(tensor, i) for name, tensor in tensors.items()})
    return index["plan"], found


def at(tensor, i):
    width = math.prod(tensor["shape"][1:])
    return tensor["values"][i * width:(i + 1) * width]


def probabilities(plan, row, temperature):
    served = plan["temperatures"]
    assert not served or temperature in served, f"serves only T = {served}"
    scale = plan["valuesTemperature"] / temperature
    values = [value * scale for value in row["values"]]
    classes = plan["classes"]
    if plan["kind"] == "members":
        members = [softmax(values[m * classes:(m + 1) * classes]) for m in range(len(plan["memberWeights"]))]
        return {c: sum(w * p[c] for w, p in zip(plan["memberWeights"], members)) for c in range(classes)}
    if plan["kind"] == "topK":
        rest = math.exp(row["log_rest"][served.index(temperature)])
        kept = {c: (1 - rest) * p for c, p in zip(row["classes"], softmax(values))}
        return kept | {"rest": rest}
    return dict(enumerate(softmax(values)))


if __name__ == "__main__":
    plan, found = rows_of(sys.argv[1])
    print(json.dumps([probabilities(plan, found[int(row)], float(sys.argv[2])) for row in sys.argv[3:]]))

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
    assert index["format"] == "distill.targets" and index["version"] in (1, 2, 3)
    found = {}
    for shard in index["shards"]:
        tensors = show_plainly(os.path.join(store, shard["file"]))["tensors"]
        for i, row in enumerate(tensors["rows"]["values"]):
            found.setdefault(row, {name: at(tensor, i) for name, tensor in tensors.items()})
    return index["plan"], found


def at(tensor, i):
    width = math.prod(tensor["shape"][1:])
    return tensor["values"][i * width:(i + 1) * width]


def log_softmax(values):
    highest = max(values)
    total = math.log(sum(math.exp(value - highest) for value in values)) + highest
    return [value - total for value in values]


def mean(logarithms, weights, how):
    members = [[math.exp(value) for value in m] for m in logarithms]
    classes = range(len(members[0]))
    by_class = how.get("classWeights") or [[w] * len(classes) for w in weights]
    if how.get("byCertainty"):
        certain = [max(1e-6, 1 + sum(p * math.log(p) for p in m if p > 0) / math.log(len(classes))) for m in members]
        total = sum(w * s for w, s in zip(weights, certain))
        by_class = [[w * s / total] * len(classes) for w, s in zip(weights, certain)]
    if how.get("geometric"):
        return dict(enumerate(softmax([sum(w[c] * m[c] for w, m in zip(by_class, logarithms)) for c in classes])))
    sums = [sum(w[c] * m[c] for w, m in zip(by_class, members)) for c in classes]
    return {c: value / sum(sums) for c, value in enumerate(sums)}


def probabilities(plan, row, temperature):
    served = plan["temperatures"]
    assert not served or temperature in served, f"serves only T = {served}"
    scale = plan["valuesTemperature"] / temperature
    values = [value * scale for value in row["values"]]
    classes = plan["classes"]
    if plan["kind"] == "members":
        members = [log_softmax(values[m * classes:(m + 1) * classes]) for m in range(len(plan["memberWeights"]))]
        return mean(members, plan["memberWeights"], plan.get("memberMean", {}))
    if plan["kind"] == "topK":
        rest = math.exp(row["log_rest"][served.index(temperature)])
        kept = {c: (1 - rest) * p for c, p in zip(row["classes"], softmax(values))}
        return kept | {"rest": rest}
    return dict(enumerate(softmax(values)))


if __name__ == "__main__":
    plan, found = rows_of(sys.argv[1])
    print(json.dumps([probabilities(plan, found[int(row)], float(sys.argv[2])) for row in sys.argv[3:]]))

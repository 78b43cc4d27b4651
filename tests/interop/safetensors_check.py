"""Reads and writes safetensors files independently of Distill.NET.

    safetensors_check.py show FILE    prints names, types, shapes, values and metadata as JSON
    safetensors_check.py make FILE    writes a file of known content

With the `safetensors` package (and numpy) that package does the work; without it, this file's own few lines do.
"""
import json
import struct
import sys

FORMATS = {"F64": "d", "F32": "f", "F16": "e", "I64": "q", "I32": "i", "I16": "h", "I8": "b",
           "U64": "Q", "U32": "I", "U16": "H", "U8": "B", "BOOL": "?"}
MADE = [("numbers", "F32", [2, 2], [0.5, -1.5, 3.25, 1e-3]), ("classes", "I64", [3], [7, -1, 1 << 40]), ("scalar", "F64", [], [0.1])]


def unpack(kind, payload):
    if kind == "BF16":
        halves = struct.unpack(f"<{len(payload) // 2}H", payload)
        return [struct.unpack("<f", struct.pack("<I", half << 16))[0] for half in halves]
    size = struct.calcsize("<" + FORMATS[kind])
    return list(struct.unpack(f"<{len(payload) // size}{FORMATS[kind]}", payload))


def show_plainly(path):
    with open(path, "rb") as file:
        content = file.read()
    (length,) = struct.unpack("<Q", content[:8])
    header = json.loads(content[8:8 + length])
    data = content[8 + length:]
    metadata = header.pop("__metadata__", {})
    tensors = {}
    end = 0
    for name, entry in sorted(header.items(), key=lambda item: item[1]["data_offsets"]):
        start, stop = entry["data_offsets"]
        assert start == end, f"{name} leaves a hole or overlaps"
        end = stop
        tensors[name] = {"dtype": entry["dtype"], "shape": entry["shape"], "values": unpack(entry["dtype"], data[start:stop])}
    assert end == len(data), "bytes after the last tensor"
    assert length % 8 == 0, "the tensors are not aligned"
    return {"metadata": metadata, "tensors": tensors, "reader": "plain"}


def write_plainly(path, tensors, metadata):
    """Writes tensors, each (name, type, shape, bytes)."""
    header, data = {"__metadata__": metadata}, b""
    for name, kind, shape, payload in tensors:
        header[name] = {"dtype": kind, "shape": list(shape), "data_offsets": [len(data), len(data) + len(payload)]}
        data += payload
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + data)


def make_plainly(path):
    made = [(name, kind, shape, struct.pack(f"<{len(values)}{FORMATS[kind]}", *values)) for name, kind, shape, values in MADE]
    write_plainly(path, made, {"from": "python"})


def show_with_package(path):
    from safetensors import safe_open
    plain = show_plainly(path)
    with safe_open(path, "numpy") as file:
        for name, tensor in plain["tensors"].items():
            if tensor["dtype"] == "BF16":
                continue
            array = file.get_tensor(name)
            assert list(array.shape) == tensor["shape"] and array.flatten().tolist() == tensor["values"], name
        assert (file.metadata() or {}) == plain["metadata"]
    return {**plain, "reader": "safetensors"}


def make_with_package(path):
    import numpy
    from safetensors.numpy import save_file
    types = {"F32": numpy.float32, "I64": numpy.int64, "F64": numpy.float64}
    arrays = {name: numpy.array(values, types[kind]).reshape(shape) for name, kind, shape, values in MADE}
    save_file(arrays, path, {"from": "python"})


def main(verb, path):
    try:
        import numpy  # noqa: F401
        import safetensors  # noqa: F401
        show, make = show_with_package, make_with_package
    except ImportError:
        show, make = show_plainly, make_plainly
    if verb == "show":
        json.dump(show(path), sys.stdout)
    else:
        make(path)


if __name__ == "__main__":
    main(*sys.argv[1:])

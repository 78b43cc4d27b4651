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
MADE = [("numbers", "F32", [2, 2], [0.5, -1.5, 3.25, 1e-3]), ("classes", "I64", [3], [7, -1, 1 << 40]), ("scalar", "F64", [], [0.1]),
        ("f16", "F16", [2], [0.25, -65504.0]), ("bf16", "BF16", [2], [0.5, -3.0]), ("i32", "I32", [2], [-1, 1 << 30]), ("i16", "I16", [1], [-32768]),
        ("i8", "I8", [2], [-128, 127]), ("u64", "U64", [1], [(1 << 64) - 1]), ("u32", "U32", [1], [(1 << 32) - 1]), ("u16", "U16", [1], [65535]),
        ("u8", "U8", [3], [0, 1, 255]), ("bool", "BOOL", [2], [True, False]), ("empty", "F32", [0, 3], []), ("empty i64", "I64", [2, 0], [])]


def unpack(kind, payload):
    if kind == "BF16":
        halves = struct.unpack(f"<{len(payload) // 2}H", payload)
        return [struct.unpack("<f", struct.pack("<I", half << 16))[0] for half in halves]
    size = struct.calcsize("<" + FORMATS[kind])
    return list(struct.unpack(f"<{len(payload) // size}{FORMATS[kind]}", payload))


def pack(kind, values):
    if kind == "BF16":
        return b"".join(struct.pack("<f", value)[2:] for value in values)
    return struct.pack(f"<{len(values)}{FORMATS[kind]}", *values)


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
    made = [(name, kind, shape, pack(kind, values)) for name, kind, shape, values in MADE]
    write_plainly(path, made, {"from": "python", "größe": "ü"})


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
    types = {"F64": "f8", "F32": "f4", "F16": "f2", "I64": "i8", "I32": "i4", "I16": "i2", "I8": "i1", "U64": "u8", "U32": "u4", "U16": "u2", "U8": "u1", "BOOL": "?"}
    # numpy has no bfloat16, so its package writes none; the plain writer shows that we read it.
    arrays = {name: numpy.array(values, types[kind]).reshape(shape) for name, kind, shape, values in MADE if kind in types}
    save_file(arrays, path, {"from": "python", "größe": "ü"})


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

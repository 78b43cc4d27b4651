"""Tensors of PyTorch into safetensors files, by the plain writer beside this file."""
import torch

from safetensors_check import show_plainly, write_plainly

TYPES = {torch.float64: "F64", torch.float32: "F32", torch.float16: "F16", torch.bfloat16: "BF16",
         torch.int64: "I64", torch.int32: "I32", torch.int16: "I16", torch.int8: "I8", torch.uint8: "U8", torch.bool: "BOOL"}


def save(path, tensors, metadata=None):
    entries = []
    for name, tensor in tensors.items():
        plain = tensor.detach().cpu().contiguous()
        # numpy has no bfloat16; its bits pass as 16-bit integers.
        bits = plain.view(torch.int16) if plain.dtype == torch.bfloat16 else plain
        entries.append((name, TYPES[tensor.dtype], tensor.shape, bits.numpy().tobytes()))
    write_plainly(path, entries, metadata or {"from": f"PyTorch {torch.__version__}"})


def load(path):
    types = {name: kind for kind, name in TYPES.items()}
    shown = show_plainly(path)["tensors"]
    return {name: torch.tensor(entry["values"], dtype=types[entry["dtype"]]).reshape(entry["shape"]) for name, entry in shown.items()}

"""Writes models of PyTorch with what PyTorch itself computes for them, for the tests of teachers made from files.

    torch_models.py FOLDER

Each model gets ONNX and TorchScript files, its weights, and a file of cases: `pixels` (what a batch holds, uint8,
channels first), `input` (what the model was given, float32), `output` (what it answered) and `logits`. models.json
lists them. Weights are random from a seed; the statistics of batch normalisation are moved off their first values.
"""
import copy
import json
import os
import sys
import warnings

import torch
import torchvision
from torch import nn

import torch_tensors

MEAN, STD = [0.485, 0.456, 0.406], [0.229, 0.224, 0.225]
CLASSES, EXAMPLES = 10, 6


class Ending(nn.Module):
    """A network and what some exporters put after it."""

    def __init__(self, network, ending):
        super().__init__()
        self.network, self.ending = network, ending

    def forward(self, x):
        return self.ending(self.network(x))


class ChannelsLastInput(nn.Module):
    """Takes images as height × width × channels."""

    def __init__(self, network):
        super().__init__()
        self.network = network

    def forward(self, x):
        return self.network(x.permute(0, 3, 1, 2))


class OneByOne(nn.Module):
    """Its reshape names a batch of one, so a trace accepts no other."""

    def __init__(self, network):
        super().__init__()
        self.network = network

    def forward(self, x):
        return self.network(x.reshape(1, 3, 32, 32))


class TwoOutputs(nn.Module):
    """A tuple, as nets with an auxiliary classifier return in training."""

    def __init__(self, network):
        super().__init__()
        self.network = network

    def forward(self, x):
        logits = self.network(x)
        return logits, logits.mean(1)


class NamedOutputs(nn.Module):
    """A dictionary, as models of Hugging Face return."""

    def __init__(self, network):
        super().__init__()
        self.network = network

    def forward(self, x):
        logits = self.network(x)
        return {"features": logits.mean(1, keepdim=True), "logits": logits}


class Saving(nn.Module):
    """TorchScript has operators that write files; a model with one is refused."""

    def forward(self, x):
        torch.save(x, "written-by-a-model.pt")
        return x.flatten(1)


def small(channels=3):
    return nn.Sequential(
        nn.Conv2d(channels, 8, 3, padding=1), nn.BatchNorm2d(8), nn.ReLU(), nn.MaxPool2d(4),
        nn.Flatten(), nn.Linear(8 * 8 * 8, CLASSES))


def mlp():
    return nn.Sequential(nn.Flatten(), nn.Linear(28 * 28, 64), nn.ReLU(), nn.Linear(64, 32), nn.ReLU(), nn.Linear(32, CLASSES))


def settle(model, shape):
    """Statistics and scales of batch normalisation as after some training, and logits that differ."""
    model.train()
    with torch.no_grad():
        for layer in model.modules():
            if isinstance(layer, (nn.BatchNorm1d, nn.BatchNorm2d)):
                layer.weight.uniform_(0.7, 1.3)
                layer.bias.uniform_(-0.3, 0.3)
            if isinstance(layer, nn.Linear) and layer.out_features == CLASSES:
                layer.weight.mul_(4)
        for _ in range(3):
            model(torch.randn(8, *shape) * 0.8 + 0.1)
    return model.eval()


class Written:
    def __init__(self, folder):
        self.folder, self.models = folder, []

    def add(self, name, network, size, wrap=None, mean=None, std=None, batch=None, layout="nchw", output="logits",
            onnx=True, script=True, dtype=torch.float32):
        """`network` gives the logits; `wrap` makes the exported model from it."""
        torch.manual_seed(len(self.models) + 1)
        network = settle(network, size)
        model = (wrap(network) if wrap else network).eval().to(dtype)
        mean, std = mean or [0.0] * size[0], std or [1.0] * size[0]
        pixels = torch.randint(0, 256, (EXAMPLES, *size), dtype=torch.uint8)
        scaled = (pixels.float() / 255 - torch.tensor(mean).view(-1, 1, 1)) / torch.tensor(std).view(-1, 1, 1)
        given = (scaled.permute(0, 2, 3, 1).contiguous() if layout == "nhwc" else scaled).to(dtype)
        with torch.no_grad():
            # The weights as the model has them, but computed in double precision: what is right, whatever a processor's own code
            # for a shorter format rounds, or gets wrong.
            logits = copy.deepcopy(network).double()(scaled.to(dtype).double()).float()
            # In the model's own number format, one at a time where it takes no more.
            parts = [model(part) for part in (given.split(batch) if batch else [given])]
        answer = first(parts[0]) if not batch else torch.cat(parts)
        entry = {"name": name, "shape": size, "layout": layout, "batch": batch, "mean": mean, "std": std, "classes": CLASSES,
                 "output": output, "cases": f"{name}.cases.safetensors", "state": f"{name}.state.safetensors"}
        self.save(entry["cases"], {"pixels": pixels, "input": given.float(), "output": answer.float(), "logits": logits})
        self.save(entry["state"], network.state_dict())
        example = given[:batch] if batch else given[:2]
        if onnx:
            entry["onnx"] = f"{name}.onnx"
            axes = None if batch else {"input": {0: "batch"}, "output": {0: "batch"}}
            torch.onnx.export(model, example, self.path(entry["onnx"]), input_names=["input"], output_names=["output"], dynamic_axes=axes)
        entry["trace"] = f"{name}.trace.pt"
        torch.jit.trace(model, example, strict=False).save(self.path(entry["trace"]))
        if script:
            entry["script"] = f"{name}.script.pt"
            torch.jit.script(model).save(self.path(entry["script"]))
        self.models.append(entry)

    def half(self):
        """Version 1.13 has no half-precision convolution for processors, so this one is scripted and never run there."""
        torch.manual_seed(99)
        network = settle(mlp(), [1, 28, 28]).half()
        rounded = mlp().eval()
        rounded.load_state_dict({name: weight.float() for name, weight in network.state_dict().items()})
        pixels = torch.randint(0, 256, (EXAMPLES, 1, 28, 28), dtype=torch.uint8)
        with torch.no_grad():
            logits = rounded.double()(pixels.double() / 255).float()
        self.save("f16.cases.safetensors", {"pixels": pixels, "input": pixels.float() / 255, "output": logits, "logits": logits})
        self.save("f16.state.safetensors", network.state_dict())
        torch.jit.script(network).save(self.path("f16.script.pt"))
        self.models.append({"name": "f16", "shape": [1, 28, 28], "layout": "nchw", "batch": None, "mean": [0.0], "std": [1.0],
                            "classes": CLASSES, "output": "logits", "cases": "f16.cases.safetensors", "state": "f16.state.safetensors",
                            "script": "f16.script.pt"})

    def in_training(self):
        """Traces that forgot eval(), and code that writes files."""
        example = torch.randn(4, 3, 32, 32)
        torch.jit.trace(small().train(), example, check_trace=False).save(self.path("training_norm.pt"))
        dropping = nn.Sequential(nn.Flatten(), nn.Linear(3072, CLASSES), nn.Dropout(0.5)).train()
        torch.jit.trace(dropping, example, check_trace=False).save(self.path("training_dropout.pt"))
        torch.jit.script(Saving()).save(self.path("saves.pt"))

    def save(self, name, tensors):
        torch_tensors.save(self.path(name), tensors)

    def path(self, name):
        return os.path.join(self.folder, name)


def first(answer):
    """The logits among a model's outputs."""
    if isinstance(answer, dict):
        return answer["logits"]
    return answer[0] if isinstance(answer, tuple) else answer


def main(folder):
    # Tracing warns about constants that a fixed batch makes; that is what those models are for.
    warnings.simplefilter("ignore")
    torch.manual_seed(0)
    torch.set_num_threads(1)
    # oneDNN of that version refuses bfloat16 convolutions where it may not use AVX-512; PyTorch's own code computes them everywhere.
    torch.backends.mkldnn.set_flags(False)
    os.makedirs(folder, exist_ok=True)
    written = Written(folder)
    vision = torchvision.models
    written.add("resnet18", vision.resnet18(num_classes=CLASSES), [3, 64, 64], mean=MEAN, std=STD)
    written.add("mobilenet_v2", vision.mobilenet_v2(num_classes=CLASSES), [3, 64, 64], mean=MEAN, std=STD)
    written.add("mlp", mlp(), [1, 28, 28], mean=[0.1307], std=[0.3081])
    written.add("softmax", small(), [3, 32, 32], lambda net: Ending(net, nn.Softmax(1)), output="probabilities")
    written.add("log_softmax", small(), [3, 32, 32], lambda net: Ending(net, nn.LogSoftmax(1)), output="logProbabilities")
    written.add("fixed", small(), [3, 32, 32], OneByOne, batch=1)
    written.add("nhwc", small(), [3, 32, 32], ChannelsLastInput, layout="nhwc", mean=MEAN, std=STD)
    written.add("tuple", small(), [3, 32, 32], TwoOutputs, onnx=False)
    written.add("dictionary", small(), [3, 32, 32], NamedOutputs, onnx=False, script=False)
    written.add("bf16", small(), [3, 32, 32], dtype=torch.bfloat16, onnx=False)
    written.add("f64", small(), [3, 32, 32], dtype=torch.float64, onnx=False)
    written.half()
    written.in_training()
    # What people save most often, and what is no model: weights in a pickle.
    torch.save(small().state_dict(), os.path.join(folder, "weights.pt"))
    torch.save(small(), os.path.join(folder, "whole.pt"))
    torch.save(small().state_dict(), os.path.join(folder, "legacy.pt"), _use_new_zipfile_serialization=False)
    with open(os.path.join(folder, "models.json"), "w", encoding="utf-8") as file:
        json.dump({"pytorch": torch.__version__, "torchvision": torchvision.__version__, "models": written.models}, file, indent=1)


if __name__ == "__main__":
    main(*sys.argv[1:])

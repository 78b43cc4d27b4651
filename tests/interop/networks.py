"""The library's own networks, in PyTorch, from what docs/models.md says of them.

    networks.py write SPEC.json WEIGHTS CASES    random weights as a state dict; pixels and PyTorch's logits
    networks.py read MODEL CASES OUT             loads a model file strictly; logits of the pixels in CASES
"""
import json
import sys
from collections import OrderedDict

import torch
from torch import nn

import torch_tensors
from safetensors_check import show_plainly


class ResidualBlock(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.norm1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.norm2 = nn.BatchNorm2d(outputs)
        if stride != 1 or inputs != outputs:
            self.shortcut = nn.Sequential(OrderedDict(conv=nn.Conv2d(inputs, outputs, 1, stride, bias=False), norm=nn.BatchNorm2d(outputs)))
        else:
            self.shortcut = nn.Identity()

    def forward(self, x):
        y = torch.relu(self.norm1(self.conv1(x)))
        return torch.relu(self.norm2(self.conv2(y)) + self.shortcut(x))


def mlp(layers, size, classes, network):
    inputs = size[0] * size[1] * size[2]
    layers["flatten"] = nn.Flatten()
    for i, width in enumerate(network["widths"], 1):
        layers[f"linear{i}"], layers[f"relu{i}"] = nn.Linear(inputs, width), nn.ReLU()
        inputs = width
    layers[f"linear{len(network['widths']) + 1}"] = nn.Linear(inputs, classes)


def conv(layers, size, classes, network):
    inputs, height, width = size
    norm = network.get("batchNorm", True)
    for stage, channels in enumerate(network["channels"], 1):
        for layer in range(1, network.get("depth", 1) + 1):
            layers[f"conv{stage}_{layer}"] = nn.Conv2d(inputs, channels, 3, padding=1, bias=not norm)
            if norm:
                layers[f"norm{stage}_{layer}"] = nn.BatchNorm2d(channels)
            layers[f"relu{stage}_{layer}"] = nn.ReLU()
            inputs = channels
        layers[f"pool{stage}"] = nn.MaxPool2d(2)
        height, width = height // 2, width // 2
    hidden = network.get("hidden", 128)
    if hidden == 0:
        layers["mean"] = nn.AdaptiveAvgPool2d(1)
    layers["flatten"] = nn.Flatten()
    if hidden > 0:
        layers["hidden"], layers["relu_hidden"] = nn.Linear(inputs * height * width, hidden), nn.ReLU()
        inputs = hidden
    layers["classes"] = nn.Linear(inputs, classes)


def resnet(layers, size, classes, network):
    width = network.get("width", 16)
    layers["conv0"] = nn.Conv2d(size[0], width, 3, padding=1, bias=False)
    layers["norm0"], layers["relu0"] = nn.BatchNorm2d(width), nn.ReLU()
    inputs = width
    for stage in range(3):
        for block in range(1, (network.get("depth", 20) - 2) // 6 + 1):
            layers[f"block{stage + 1}_{block}"] = ResidualBlock(inputs, width << stage, 2 if stage > 0 and block == 1 else 1)
            inputs = width << stage
    layers["mean"], layers["flatten"], layers["classes"] = nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(inputs, classes)


def build(spec):
    size = [spec["input"][side] for side in ("channels", "height", "width")]
    layers = OrderedDict()
    {"mlp": mlp, "conv": conv, "resnet": resnet}[spec["network"]["kind"]](layers, size, len(spec["classNames"]), spec["network"])
    return nn.Sequential(layers), size


def normalised(spec, pixels):
    mean, std = (torch.tensor(spec["normalisation"][key]).view(-1, 1, 1) for key in ("mean", "standardDeviation"))
    return (pixels.float() / 255 - mean) / std


def write(spec_path, weights, cases):
    with open(spec_path, encoding="utf-8") as file:
        spec = json.load(file)
    torch.manual_seed(3)
    net, size = build(spec)
    with torch.no_grad():
        for layer in net.modules():
            if isinstance(layer, nn.BatchNorm2d):
                layer.weight.uniform_(0.7, 1.3)
                layer.bias.uniform_(-0.3, 0.3)
        for _ in range(3):
            net(torch.randn(16, *size))
        net.eval()
        pixels = torch.randint(0, 256, (9, *size), dtype=torch.uint8)
        logits = net(normalised(spec, pixels))
    torch_tensors.save(weights, net.state_dict())
    torch_tensors.save(cases, {"pixels": pixels, "logits": logits})


def read(model, cases, out):
    spec = json.loads(show_plainly(model)["metadata"]["distill.spec"])
    net, _ = build(spec)
    net.load_state_dict(torch_tensors.load(model))
    with torch.no_grad():
        torch_tensors.save(out, {"logits": net.eval()(normalised(spec, torch_tensors.load(cases)["pixels"]))})


if __name__ == "__main__":
    {"write": write, "read": read}[sys.argv[1]](*sys.argv[2:])

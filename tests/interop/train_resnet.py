"""Trains torchvision's ResNet-18 on a folder of images and exports it, as docs/from-pytorch.md shows.

    train_resnet.py FOLDER OUT [--epochs N] [--seed N]

FOLDER holds train/CLASS/*.jpg and test/CLASS/*.jpg. Writes OUT.onnx, OUT.pt (TorchScript) and OUT.txt, the names of the
classes in the order of the outputs. Images are 0 to 1, then normalised with the mean and deviation of ImageNet.
"""
import argparse
import os
import time

import torch
import torchvision
from torch import nn
from torchvision import transforms

MEAN, STD = [0.485, 0.456, 0.406], [0.229, 0.224, 0.225]


def network(classes):
    net = torchvision.models.resnet18(num_classes=classes)
    # For images of 32 × 32: a small first convolution, and no pooling after it.
    net.conv1 = nn.Conv2d(3, 64, 3, stride=2, padding=1, bias=False)
    net.maxpool = nn.Identity()
    return net


def load(folder):
    images = torchvision.datasets.ImageFolder(folder, transforms.ToTensor())
    pixels, labels = zip(*images)
    normalise = transforms.Normalize(MEAN, STD)
    return normalise(torch.stack(pixels)), torch.tensor(labels), images.classes


def varied(pixels):
    """Mirrors half of the images and shifts each batch by up to 4 pixels, edges repeated."""
    flip = torch.rand(len(pixels)) < 0.5
    pixels = torch.where(flip.view(-1, 1, 1, 1), pixels.flip(3), pixels)
    down, right = torch.randint(0, 9, (2,)).tolist()
    return nn.functional.pad(pixels, (4, 4, 4, 4), mode="replicate")[:, :, down:down + pixels.shape[2], right:right + pixels.shape[3]]


def errors(net, pixels, labels):
    net.eval()
    with torch.no_grad():
        return sum(int((net(x).argmax(1) != y).sum()) for x, y in zip(pixels.split(250), labels.split(250)))


def train(net, pixels, labels, epochs):
    steps = epochs * -(-len(pixels) // 128)
    optimizer = torch.optim.SGD(net.parameters(), 0.05, momentum=0.9, weight_decay=5e-4, nesterov=True)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 0.1, total_steps=steps)
    for epoch in range(1, epochs + 1):
        start, total = time.time(), 0.0
        net.train()
        for rows in torch.randperm(len(pixels)).split(128):
            loss = nn.functional.cross_entropy(net(varied(pixels[rows])), labels[rows], label_smoothing=0.1)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
            total += loss.item() * len(rows)
        print(f"epoch {epoch}: loss {total / len(pixels):.3f}, {time.time() - start:.0f} s", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder")
    parser.add_argument("out")
    parser.add_argument("--epochs", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    torch.manual_seed(options.seed)
    torch.set_num_threads(os.cpu_count())
    pixels, labels, classes = load(f"{options.folder}/train")
    net = network(len(classes)).to(memory_format=torch.channels_last)
    train(net, pixels, labels, options.epochs)
    pixels, labels, _ = load(f"{options.folder}/test")
    print(f"{errors(net, pixels, labels)} of {len(labels)} test images wrong")
    net = net.to(memory_format=torch.contiguous_format).eval()
    torch.onnx.export(net, pixels[:2], f"{options.out}.onnx", input_names=["input"], output_names=["logits"],
                      dynamic_axes={"input": {0: "batch"}, "logits": {0: "batch"}})
    torch.jit.trace(net, pixels[:2]).save(f"{options.out}.pt")
    with open(f"{options.out}.txt", "w", encoding="utf-8") as file:
        file.write("\n".join(classes) + "\n")


if __name__ == "__main__":
    main()

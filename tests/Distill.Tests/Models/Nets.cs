using Distill.Models;

namespace Distill.Tests.Models;

/// <summary>Small models of each kind.</summary>
internal static class Nets
{
    public static ModelSpec Mlp { get; } = Spec(new ExampleShape(1, 6, 6), new MlpSpec { Widths = [8, 5], InputDropout = 0.2, HiddenDropout = 0.5, MaxNorm = 15 });

    public static ModelSpec Conv { get; } = Spec(new ExampleShape(1, 8, 8), new ConvNetSpec { Channels = [3, 5], Hidden = 6, Dropout = 0.5 });

    public static ModelSpec ConvColour { get; } = Spec(new ExampleShape(3, 9, 8), new ConvNetSpec { Channels = [3, 5], Depth = 2, Hidden = 0, BatchNorm = false });

    public static ModelSpec ResNet { get; } = Spec(new ExampleShape(3, 8, 8), new ResNetSpec { Depth = 8, Width = 2 });

    public static ModelSpec Features { get; } =
        Spec(ExampleShape.Features(3), new MlpSpec { Widths = [4] }) with { Normalisation = new Normalisation([1, -2, 0], [2, 1, 0.5]) };

    public static TheoryData<string> Names => ["mlp", "conv", "conv in colour", "resnet", "features"];

    public static ModelSpec Named(string name) => name switch
    {
        "mlp" => Mlp,
        "conv" => Conv,
        "conv in colour" => ConvColour,
        "resnet" => ResNet,
        _ => Features,
    };

    private static ModelSpec Spec(ExampleShape input, NetworkSpec network) =>
        new(input, ["ant", "bee", "cat", "dog"], new Normalisation([0.3], [0.25]), network);
}

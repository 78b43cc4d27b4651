using Distill.Arithmetic;
using Distill.Libtorch;
using Distill.Models;
using Distill.Models.Networks;
using static TorchSharp.torch;

namespace Distill.Diagnosis;

/// <summary>
/// Tries on this machine what our models are made of, and compares it with double precision: products, convolutions of many
/// widths, and whole nets, in each number format and each layout in memory.
/// </summary>
internal sealed record MachineDiagnosis
{
    private const int Batch = 16;
    private const double LargestDeviation = 1e30;

    // Numbers of channels that are no multiple of 16 fill up a block of oneDNN in part, others in full.
    private static readonly (int From, int To, int Kernel, int Stride, int Size)[] Convolutions =
        [(1, 3, 3, 1, 12), (3, 5, 3, 1, 6), (3, 32, 3, 1, 12), (1, 16, 3, 1, 28), (5, 7, 3, 1, 14), (16, 32, 3, 1, 14), (16, 32, 1, 2, 14), (2, 4, 3, 2, 8), (4, 8, 3, 2, 8), (4, 8, 1, 1, 8), (64, 64, 3, 1, 8)];

    private static readonly (string Text, ExampleShape Input, NetworkSpec Network)[] Nets =
    [
        ("mlp:100,100", new ExampleShape(1, 28, 28), new MlpSpec { Widths = [100, 100] }),
        ("conv:5,7,9", new ExampleShape(1, 28, 28), new ConvNetSpec { Channels = [5, 7, 9] }),
        ("conv:16,32", new ExampleShape(3, 32, 32), new ConvNetSpec { Channels = [16, 32] }),
        ("resnet:8 of 4 channels", new ExampleShape(3, 8, 8), new ResNetSpec { Depth = 8, Width = 4 }),
        ("resnet:8", new ExampleShape(3, 32, 32), new ResNetSpec { Depth = 8 }),
    ];

    private MachineDiagnosis(IReadOnlyList<LayerFinding> checks, PeakRates peak) => (Checks, PeakGflops) = (checks, peak);

    /// <summary>Each layer and net in each number format and layout; none where this system cannot compare.</summary>
    public IReadOnlyList<LayerFinding> Checks { get; }

    /// <summary>The fastest products that were seen.</summary>
    public PeakRates PeakGflops { get; }

    /// <summary>Whether everything is right, or has a cure that is used without asking.</summary>
    public bool Ok => Checks.All(check => check.Ok || check.Cure is not null);

    /// <summary>Checks this machine, which takes some seconds.</summary>
    /// <param name="progress">Told of checks done.</param>
    /// <param name="cancellationToken">Looked at between checks.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static MachineDiagnosis Run(IProgress<WorkProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        using var kept = new KeptGenerator();
        var checks = new List<LayerFinding>();
        // Where nothing can be compared, no check may say that it is right.
        var subjects = TensorData.CanReplace ? Subjects().ToArray() : [];
        foreach (var (number, (name, isImage, make)) in subjects.Index())
        {
            foreach (var precision in Enum.GetValues<Precision>())
            {
                foreach (var isChannelsLast in isImage ? new[] { false, true } : [false])
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    checks.Add(Check(name, precision, isChannelsLast, make));
                }
            }

            progress?.Report(new WorkProgress("checking layers", number + 1, subjects.Length, "layers"));
        }

        return new MachineDiagnosis(checks, new PeakRates(ProductRate.Peak(ScalarType.Float32), ProductRate.Peak(ScalarType.BFloat16)));
    }

    private static IEnumerable<(string Name, bool IsImage, Func<Classifier> Make)> Subjects()
    {
        foreach (var (inputs, outputs) in new[] { (784, 1200), (1200, 1200), (100, 10), (30, 7) })
        {
            yield return ($"product, {inputs} to {outputs} units", false, () => Of(ExampleShape.Features(inputs), nn.Sequential(("product", nn.Linear(inputs, outputs, dtype: ScalarType.Float32)))));
        }

        foreach (var (from, to, kernel, stride, size) in Convolutions)
        {
            var name = $"convolution {kernel}×{kernel}, {from} to {to} channels, {size}×{size} pixels{(stride == 1 ? "" : $", stride {stride}")}";
            yield return (name, true, () => Of(
                new ExampleShape(from, size, size),
                nn.Sequential(("layout", new ChannelsLast()), ("convolution", nn.Conv2d(from, to, kernel, stride, padding: kernel / 2, dtype: ScalarType.Float32)))));
        }

        foreach (var (text, input, network) in Nets)
        {
            yield return ($"net {text}", network is not MlpSpec, () => Classifier.Build(new ModelSpec(input, ["a", "b"], Normalisation.None, network), seed: 1));
        }
    }

    private static Classifier Of(ExampleShape input, nn.Module<Tensor, Tensor> network) => new(input, ["a", "b"], Normalisation.None, network);

    private static LayerFinding Check(string name, Precision precision, bool isChannelsLast, Func<Classifier> make)
    {
        var found = Arithmetic(precision, isChannelsLast, make);
        var isRight = found is { IsRight: true, Cure: null };
        var cure = isRight ? null
            : found.IsRight ? found.Change
            : precision == Precision.Bf16 && Arithmetic(Precision.F32, isChannelsLast, make).IsRight ? "in f32 in place of bf16"
            : null;
        var deviation = found.Asked.Value;
        return new LayerFinding(name, found.Facts.Precision, isChannelsLast ? "channels last" : "plain", deviation < LargestDeviation ? deviation : null, isRight, cure);
    }

    private static NetworkArithmetic Arithmetic(Precision precision, bool isChannelsLast, Func<Classifier> make)
    {
        using var scope = NewDisposeScope();
        random.manual_seed(1);
        using var model = make();
        foreach (var layout in model.Network.modules().OfType<IImageLayout>())
        {
            layout.IsChannelsLast = isChannelsLast;
        }

        if (precision == Precision.Bf16)
        {
            model.UseBf16();
        }

        var input = model.Input.IsFeatures ? randn(Batch, model.Input.Channels, ScalarType.Float32) : randn(Batch, model.Input.Channels, model.Input.Height, model.Input.Width, ScalarType.Float32);
        return NetworkArithmetic.Of(model.Network, model.Normalise(input), precision, learns: true, passesGradientsOn: model.Spec is null);
    }
}

using System.Collections.Concurrent;
using Distill.Arithmetic;
using Distill.Libtorch;
using static TorchSharp.torch;

namespace Distill.Models;

/// <summary>
/// Checks the arithmetic of models. What makes libtorch wrong is the shape of the layers, so one check stands for all
/// models of one architecture in a process.
/// </summary>
internal static class CheckedNetworks
{
    private const int MostExamples = 16;

    // Ten times this many multiply-adds are made in float32, and half as many in double precision.
    private const long MultiplyAdds = 300_000_000;

    // Of a network of the caller's, nobody knows the multiply-adds.
    private const int ExamplesOfUnknown = 4;

    private static readonly ConcurrentDictionary<(NetworkSpec, ExampleShape, int Classes, Precision, bool Learns), NetworkArithmetic> Known = new();

    /// <summary>What was found for a model, or for its architecture before.</summary>
    /// <param name="model">Its layers get the layout in memory that was found right.</param>
    /// <param name="raw">Raw inputs as in a batch, one example or more.</param>
    /// <param name="learns">Whether gradients matter.</param>
    public static NetworkArithmetic Of(Classifier model, Tensor raw, bool learns)
    {
        if (!model.Device.IsCpu())
        {
            // What is wrong on some machines are libraries for processors.
            return NetworkArithmetic.Unchecked(model.Precision, model.Device);
        }

        if (model.Spec is not { } spec)
        {
            return Check(model, raw, learns);
        }

        var found = Known.GetOrAdd((spec.Network, spec.Input, spec.Classes, model.Precision, learns), _ => Check(model, raw, learns));
        foreach (var layout in model.Network.modules().OfType<IImageLayout>())
        {
            layout.IsChannelsLast = found.IsChannelsLast;
        }

        return found;
    }

    /// <summary>How many examples of a model are compared: enough to take the code that a batch takes, few enough to take no time.</summary>
    public static int Examples(ModelSpec? spec) =>
        spec is null ? ExamplesOfUnknown : (int)Math.Clamp(MultiplyAdds / Math.Max(1, spec.MultiplyAdds), 2, MostExamples);

    private static NetworkArithmetic Check(Classifier model, Tensor raw, bool learns)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var count = Examples(model.Spec);
        // A batch of one is answered by other code than a batch of many; it is repeated.
        var examples = raw.shape[0] >= count ? raw.narrow(0, 0, count) : cat([.. Enumerable.Repeat(raw, (int)((count + raw.shape[0] - 1) / raw.shape[0]))]).narrow(0, 0, count);
        return NetworkArithmetic.Of(model.Network, model.Normalise(examples), model.Precision, learns);
    }
}

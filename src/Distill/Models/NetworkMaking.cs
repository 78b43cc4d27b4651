using Distill.Libtorch;
using Distill.Runs;
using static TorchSharp.torch;

namespace Distill.Models;

/// <summary>Makes networks, and makes them again for copies.</summary>
internal static class NetworkMaking
{
    private static readonly Lock Making = new();

    /// <summary>The network that a function of the caller's makes.</summary>
    public static nn.Module<Tensor, Tensor> Of(Func<nn.Module<Tensor, Tensor>> build)
    {
        ArgumentNullException.ThrowIfNull(build);
        return build();
    }

    /// <summary>
    /// Makes a model in the computer's own memory, where files and random numbers are, and then brings it to where models compute.
    /// </summary>
    /// <param name="make">Makes it, perhaps with something beside it.</param>
    /// <param name="model">The model of what was made.</param>
    public static T ThenBrought<T>(Func<T> make, Func<T, Classifier> model)
    {
        var device = ComputeDevice.Current;
        using var here = ComputeDevice.Use(ComputeDevice.Cpu);
        var made = make();
        model(made).MoveTo(device);
        return made;
    }

    /// <summary>A model with a network of its own, made by the same function as the given one's.</summary>
    /// <exception cref="DistillException">The function makes another network than before.</exception>
    public static Classifier Again(Classifier model, Func<nn.Module<Tensor, Tensor>> build)
    {
        var copy = new Classifier(model.Input, model.ClassNames, model.Normalisation, () => Quietly(build));
        var (mine, theirs) = (Shapes(model), Shapes(copy));
        if (mine.SequenceEqual(theirs))
        {
            return copy;
        }

        copy.Dispose();
        throw new DistillException(
            $"The function that makes the network makes another one than before: {string.Join(", ", theirs.Except(mine).DefaultIfEmpty("fewer tensors").Take(5))}. "
            + "Let it make the same layers each time.");

        static List<string> Shapes(Classifier made) => [.. made.State().Select(pair => $"'{pair.Name}' [{string.Join(", ", pair.Value.shape)}]")];
    }

    /// <summary>Makes a network and leaves the default generator as it was, from which layers of TorchSharp draw weights of their own.</summary>
    public static nn.Module<Tensor, Tensor> Quietly(Func<nn.Module<Tensor, Tensor>> build)
    {
        lock (Making)
        {
            using var kept = new KeptGenerator();
            return build();
        }
    }
}

using System.Collections.Concurrent;

namespace Distill.Arithmetic;

/// <summary>
/// Tells when the layers of a model were wrong on this machine as they were asked for, and what is done instead.
/// </summary>
public static class ArithmeticCures
{
    private static readonly ConcurrentDictionary<string, bool> Told = new();

    /// <summary>Raised once in a process for each model and cure, with one sentence for people.</summary>
    public static event Action<string>? Taken;

    /// <summary>Tells of one, unless it was told.</summary>
    internal static void Tell(string model, string cure)
    {
        var sentence = $"{model} is computed another way than asked for: {cure}.";
        if (Told.TryAdd(sentence, true))
        {
            Taken?.Invoke(sentence);
        }
    }
}

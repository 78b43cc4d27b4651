namespace Distill.Text.LanguageModels;

/// <summary>What a language model answered to a text.</summary>
/// <param name="Key">Of the question and the text.</param>
/// <param name="Class">The number of the class that it named; null where it named none.</param>
/// <param name="Probabilities">The probabilities of classes by their numbers, where the server gave them.</param>
/// <param name="Tokens">What the answer cost, as the server counts.</param>
internal sealed record ChatAnswer(string Key, int? Class, IReadOnlyDictionary<int, double>? Probabilities, long Tokens)
{
    /// <summary>The logarithm of the probability of each class, which sum to one.</summary>
    /// <param name="classes">How many classes there are.</param>
    /// <param name="remainder">What all classes without a probability share at least; where no class was named, all are alike.</param>
    public float[] LogProbabilities(int classes, double remainder)
    {
        var given = Probabilities ?? (Class is { } named ? new Dictionary<int, double> { [named] = 1 } : []);
        var sum = given.Values.Sum();
        var others = classes - given.Count;
        // What the server left to other tokens belongs to nobody known, and a share of it to the classes that it did not list.
        var rest = others == 0 ? 0 : given.Count == 0 ? 1 : Math.Clamp(1 - sum, remainder, 0.5);
        var logs = new float[classes];
        for (var c = 0; c < classes; c++)
        {
            logs[c] = (float)Math.Log(given.TryGetValue(c, out var probability) ? Math.Max(probability / sum, 1e-9) * (1 - rest) : rest / others);
        }

        return logs;
    }
}

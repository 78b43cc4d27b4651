using System.Globalization;

namespace Distill.Jobs.Teachers;

/// <summary>What a model has to do better than: to give every class the same probability.</summary>
internal static class Guessing
{
    /// <summary>Says that a model's probabilities are worse than an even guess; null where they are not.</summary>
    /// <param name="nll">Its mean negative log-likelihood of the true classes, in nats.</param>
    /// <param name="classes">How many classes there are.</param>
    public static string? Warning(double nll, int classes) => nll <= Math.Log(classes) ? null : string.Create(
        CultureInfo.InvariantCulture,
        $"The model's probabilities are worse than guessing: NLL {nll:#,0.0000}, where the same probability for each of {classes:N0} classes has {Math.Log(classes):0.0000}.");
}

using System.Globalization;
using Distill.Runs;

namespace Distill.Specialists;

/// <summary>What a covariance is counted of: every part of it, and the assignment that merges them, must have the same.</summary>
/// <param name="Predictor">Who predicts, for messages.</param>
/// <param name="PredictorFingerprint">Decides whether two are the same.</param>
/// <param name="Examples">What is predicted, for messages.</param>
/// <param name="ExamplesFingerprint">Decides whether they are the same, in the same order.</param>
/// <param name="Count">How many examples there are in all parts together.</param>
/// <param name="Classes">How many classes there are.</param>
/// <param name="Temperature">At which temperature it predicts.</param>
internal sealed record CovariancePlan(
    string Predictor, Fingerprint PredictorFingerprint, string Examples, Fingerprint ExamplesFingerprint, int Count, int Classes, double Temperature)
{
    /// <summary>The name of the temperature among the facts. Parts that were counted before there was a choice do not have it.</summary>
    public const string TemperatureKey = "temperature";

    /// <summary>The plan for a generalist and examples.</summary>
    public static CovariancePlan Of(ITeacher generalist, Data.ExampleView examples, double temperature) =>
        new(generalist.Name, generalist.Fingerprint, examples.Name, examples.Fingerprint, examples.Count, generalist.Classes, temperature);

    /// <summary>What decides the sums, by name, as the file of a part has it.</summary>
    public IReadOnlyDictionary<string, string> Facts() => new Dictionary<string, string>
    {
        ["predictions of"] = PredictorFingerprint.Value,
        ["examples"] = ExamplesFingerprint.Value,
        ["number of examples"] = Count.ToString(CultureInfo.InvariantCulture),
        ["number of classes"] = Classes.ToString(CultureInfo.InvariantCulture),
        [TemperatureKey] = Temperature.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>Names the two for people.</summary>
    public override string ToString() => $"{Predictor} on {Examples}";
}

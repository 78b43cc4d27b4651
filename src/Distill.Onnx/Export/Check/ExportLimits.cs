using System.Globalization;

namespace Distill.Onnx.Export.Check;

/// <summary>What a file must keep to be given out.</summary>
internal static class ExportLimits
{
    private const double LogitDifference = 1e-4;
    private const double HalfAgreement = 0.995;
    private const double AccuracyLoss = 0.005;
    private const double UnlabelledAgreement = 0.98;
    private const double Cosine = 0.9999;
    private const double IntegerCosine = 0.99;

    // The limits are inclusive, and a share of examples is a quotient that rounding may put beside them.
    private const double Rounding = 1e-9;

    /// <summary>Where a level of optimisation fails, one sentence each. What is not a number fails.</summary>
    /// <param name="weights">How the file keeps weights.</param>
    /// <param name="modelAccuracy">The model's share of right answers; null without labels.</param>
    /// <param name="check">What the level gave.</param>
    /// <param name="labelled">How many labelled examples there were: of few of them, one alone is more than the share that may be lost.</param>
    public static IEnumerable<string> Problems(WeightFormat weights, double? modelAccuracy, LevelCheck check, int labelled = int.MaxValue)
    {
        var at = $"with optimisation '{check.Level}'";
        if (weights == WeightFormat.F32 && !(check.MaxLogitDifference <= LogitDifference))
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{at} a logit differs by {check.MaxLogitDifference:g3} from the model's; expected at most {LogitDifference:g1}");
        }

        if (check.MeanCosine is { } cosine)
        {
            var nearest = weights is WeightFormat.Int8 or WeightFormat.Int4 ? IntegerCosine : Cosine;
            if (!(cosine >= nearest))
            {
                yield return string.Create(CultureInfo.InvariantCulture, $"{at} the mean cosine to the model's vectors is {cosine:0.0000}; expected {nearest}");
            }

            yield break;
        }

        var least = weights switch
        {
            WeightFormat.F32 => 1,
            WeightFormat.F16 => HalfAgreement,
            _ => modelAccuracy is null ? UnlabelledAgreement : 0,
        };
        if (!(check.ArgmaxAgreement >= least - Rounding))
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{at} {check.ArgmaxAgreement:0.0 %} of the examples have the model's most probable class; expected {least:0.0 %}");
        }

        if (weights is WeightFormat.F32 or WeightFormat.F16)
        {
            yield break;
        }

        if (!double.IsFinite(check.MaxLogitDifference))
        {
            yield return $"{at} a logit is not a number";
        }

        if (modelAccuracy - check.Accuracy > Math.Max(AccuracyLoss, 1.0 / labelled) + Rounding)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture, $"{at} accuracy falls from {modelAccuracy:0.0 %} to {check.Accuracy:0.0 %}; expected a loss of at most {100 * AccuracyLoss:0.0} points, or of one example");
        }
    }
}

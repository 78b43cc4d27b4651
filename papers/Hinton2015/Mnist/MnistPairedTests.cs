using Distill.Evaluation;
using Distill.Jobs.Members;

namespace Hinton2015.Mnist;

/// <summary>Which rows of students are compared on the same test images, whichever part came first.</summary>
internal static class MnistPairedTests
{
    private static readonly (string First, string Second)[] Pairs =
    [
        (StudentsPart.Hard, StudentsPart.Distilled),
        (StudentsPart.Distilled, StudentsPart.Lower),
        (StudentsPart.Distilled, StudentsPart.Consistent),
        (StudentsPart.Hard, JitteredPart.Jittered),
        (JitteredPart.Jittered, StudentsPart.Consistent),
        (StudentsPart.Distilled, InheritedPart.Distilled),
        (InheritedPart.Hard, InheritedPart.Distilled),
        (StudentsPart.Distilled, HintsPart.Hints),
        (StudentsPart.Distilled, MixturesPart.Mixtures),
    ];

    /// <summary>The results with the tests of all pairs whose rows are trained, those that were there as they were.</summary>
    /// <param name="work">Where models are.</param>
    /// <param name="results">Which rows are trained.</param>
    /// <param name="measured">Rows that were measured just now; others are measured where a test needs them.</param>
    public static MnistResults With(MnistWork work, MnistResults results, params ReadOnlySpan<(string Row, IReadOnlyList<ModelEvaluation> Answers)> measured)
    {
        var known = (results.PairedTests ?? []).ToDictionary(test => (test.First, test.Second));
        var answers = measured.ToArray().ToDictionary(row => row.Row, row => row.Answers);
        return results with
        {
            PairedTests =
            [
                .. Pairs.Where(pair => known.ContainsKey(pair) || CanCompare(pair)).Select(pair => known.TryGetValue(pair, out var test)
                    ? test
                    : MnistWork.Compare(pair.First, Of(pair.First), pair.Second, Of(pair.Second))),
            ],
        };

        bool CanCompare((string First, string Second) pair) =>
            (Seeds(work.Experiment, results, pair.First), Seeds(work.Experiment, results, pair.Second)) is ({ } first, { } second) && first.SequenceEqual(second);

        IReadOnlyList<ModelEvaluation> Of(string row)
        {
            if (!answers.TryGetValue(row, out var found))
            {
                found = answers[row] = work.Evaluate(Seeds(work.Experiment, results, row)!.Select(seed => PopulationRun.ModelPath(work.Run, row, seed)));
            }

            return found;
        }
    }

    /// <summary>The seeds of a row's students, pair by pair; null where they are not trained.</summary>
    private static IReadOnlyList<long>? Seeds(MnistExperiment plan, MnistResults results, string row)
    {
        var (students, seeds) = row switch
        {
            StudentsPart.Hard => (results.Hard, plan.Students.Seeds),
            StudentsPart.Distilled => (results.Distilled, plan.Students.Seeds),
            StudentsPart.Lower => (results.DistilledLower, plan.Students.Seeds),
            StudentsPart.Consistent => (results.Consistent, plan.Students.Seeds),
            JitteredPart.Jittered => (results.HardJittered, plan.Students.Seeds),
            InheritedPart.Hard => (results.Inherited?.Hard, plan.Inherited.Seeds),
            InheritedPart.Distilled => (results.Inherited?.Distilled, plan.Inherited.Seeds),
            HintsPart.Hints => (results.Hints, plan.Hints.Seeds),
            MixturesPart.Mixtures => (results.Mixtures, plan.Mixtures.Seeds),
            _ => throw new ArgumentOutOfRangeException(nameof(row), row, "no row of students"),
        };
        return students is null ? null : seeds;
    }
}

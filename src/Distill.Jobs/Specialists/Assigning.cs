using Distill.Data;
using Distill.Jobs.Work;
using Distill.Runs;
using Distill.Runs.Results;
using Distill.Runs.Results.Specialists;
using Distill.Specialists;

namespace Distill.Jobs.Specialists;

/// <summary>From a generalist's predictions to assignment.json: counts its confusions and gives classes to specialists.</summary>
/// <param name="Run">The folder of the specialists.</param>
/// <param name="Options">How many sets, and how large.</param>
/// <param name="Examples">Whose predictions are counted.</param>
/// <param name="Test">The test part, of which the file tells the size.</param>
/// <param name="HeldOut">What is held out, on which the temperature of the counts is chosen.</param>
internal sealed record Assigning(RunDirectory Run, AssignmentOptions Options, ExampleView Examples, ExampleView Test, ExampleView HeldOut)
{
    private const int ShownConfusions = 8;

    /// <summary>The temperature of the predictions that are counted; null to choose it, where they are counted here.</summary>
    public double? Temperature { get; init; }

    /// <summary>Groups that are known beforehand, which the clusters are compared with; null for none.</summary>
    public KnownGroups? Groups { get; init; }

    /// <summary>A folder of counts by part; null to count here.</summary>
    public string? Counts { get; init; }

    /// <summary>Counts, clusters and writes assignment.json.</summary>
    /// <param name="predictor">Who predicts.</param>
    /// <param name="other">What to call a generalist that is no model of this toolkit.</param>
    /// <param name="model">The generalist's model file, where it is one of this toolkit; null otherwise.</param>
    /// <param name="context">Told of examples counted, and why no temperature was chosen; its token stops it.</param>
    /// <exception cref="DistillException">Options or predictions are not right, or a file cannot be written.</exception>
    public SpecialistAssignment By(
        ITeacher predictor, string other, string? model, JobContext context)
    {
        if (model is not null)
        {
            GeneralistFile.RequireClasses(model, Examples.ClassNames);
        }

        Run.WriteManifest(Run.ReadManifest() with { Data = RunCreation.Data(Examples, heldOut: null, Test) });
        var (temperature, choice) = Temperature is { } given ? (given, null) : Choose(predictor, context);
        var covariance = Counts is { } counts
            ? new CovarianceParts(counts).Merge(CovariancePlan.Of(predictor, Examples, temperature), context.Progress, context.CancellationToken)
            : CovarianceCounter.Count(predictor, Examples, temperature, progress: context.Progress, cancellationToken: context.CancellationToken);
        var classes = ClassAssignment.Of(covariance, Options);
        var (fingerprint, name) = model is null ? (predictor.Fingerprint, other) : GeneralistFile.Copy(model, Run);
        var assignment = new SpecialistAssignment(
            // "tiny-imagenet/train" is the part of the set; specialists are for the set.
            new DatasetFacts(Examples.Source.Name.Split('/')[0], [.. Examples.ClassNames], Examples.Count, HeldOut.Count, Test.Count),
            new AssignedGeneralist(name, fingerprint, model is not null, predictor.Fingerprint == fingerprint ? null : predictor.Name),
            [.. classes.NearestFirst.Select(set => new AssignedSet(set, Confusions(covariance, set)))],
            classes.ClusterOf,
            classes.Spread,
            covariance.Count,
            ClassPictures.Of(Examples, classes.NearestFirst),
            temperature,
            Groups?.Agreement(classes.ClusterOf),
            choice);
        assignment.Write(Run.AssignmentPath);
        Run.WriteManifest(Run.ReadManifest().Done(null));
        return assignment;
    }

    // What was counted or stored before has its temperature, which is 1 where nobody says another.
    private (double Temperature, TemperatureChoice? Choice) Choose(ITeacher predictor, JobContext context)
    {
        if (Counts is not null || !predictor.SeesInputs)
        {
            return (1, null);
        }

        var (temperature, choice, problem) = new TemperatureSearch(
            predictor, Options, context.Under("choosing the temperature").Progress, context.CancellationToken).On(HeldOut);
        if (problem is not null)
        {
            context.Say?.Invoke($"Predictions are counted at temperature 1, because no other could be chosen: {problem}");
        }

        return (temperature, choice);
    }

    private static IReadOnlyList<AssignedConfusion> Confusions(ConfusionCovariance covariance, IReadOnlyList<int> set) =>
    [
        .. covariance.MostConfused([.. set], ShownConfusions)
            .Select(pair => new AssignedConfusion(pair.First, pair.Second, pair.Covariance, pair.Correlation)),
    ];
}

using Distill.Runs.Documents;

namespace Hinton2015.Scale;

/// <summary>What was found at the size of the paper's experiment with specialists, and with few planted families.</summary>
internal static class ScaleReport
{
    private const double Gibibyte = 1 << 30;

    /// <summary>Whether clusters of what a trained generalist confuses are the families that were planted.</summary>
    /// <param name="measured">The experiments with planted families, each a row.</param>
    public static Section Families(IReadOnlyList<ScaleResults> measured) => new(
        "families",
        "Planted families",
        "Glyph classes in families of like shapes, which the clusters do not know. The adjusted Rand index is 1 where clusters and families are the same division, and 0 is chance. "
        + "Trained on is the generalist after as many further steps as all specialists took, on images that no one has seen. One seed; intervals are over the images.",
        measured.Count == 0 ? [] :
        [
            new Table(
                "Clusters and families",
                ["classes", "families", "generalist’s top-1", "predictions counted", "classes of a cluster", "adjusted Rand index", "top-1 with specialists", "top-1, trained on", "specialists less trained on"],
                [
                    .. measured.Select(scale => (IReadOnlyList<Cell>)
                    [
                        Cell.Of(NumberText.Count(scale.Classes), scale.Generalist.Network),
                        Cell.Of(new Measure(scale.Families, Unit.Count)),
                        Cell.Of(new Measure(scale.Generalist.Top1, Unit.RoundShare)),
                        Cell.Of(new Measure(scale.Covariance.Examples, Unit.Count)),
                        Cell.Of($"{NumberText.Count(scale.Clusters.Smallest)} to {NumberText.Count(scale.Clusters.Largest)}"),
                        Cell.Of(NumberText.Score(scale.Clusters.RandIndex)) with { Strong = true },
                        Cell.Of(new Measure(scale.Combined.Top1, Unit.RoundShare)),
                        Cell.Of(scale.TrainedOn is { } trained ? new Measure(trained.Top1, Unit.RoundShare) : null),
                        Cell.Of(scale.TrainedOn is { } control ? Measure.Of(control.GainBeyond, Unit.Change) : null),
                    ]),
                ]),
        ]);

    /// <summary>What section 5 takes at the paper's size: measured, and reckoned for as many examples as the paper has.</summary>
    /// <param name="scale">The experiment; null where it did not run.</param>
    public static IEnumerable<Section> Stages(ScaleResults? scale) => scale is null ? [] :
    [
        new Section(
            "scale",
            $"{NumberText.Count(scale.Classes)} classes",
            $"Glyphs in {NumberText.Count(scale.Families)} planted families. The generalist, {scale.Generalist.Network}, has {NumberText.Percent(scale.Generalist.Top1)} of "
            + $"{NumberText.Count(scale.Generalist.TestExamples)} test images right. With {NumberText.Count(scale.Combined.Trained)} specialists {NumberText.Percent(scale.Combined.Top1)} are right. "
            + $"The process never had more than {Gibibytes(scale.PeakBytes)}. The covariance takes {Gibibytes(scale.Covariance.Bytes)} of that, however many examples there are. "
            + "Times are of processors, all cores together.",
            [
                new Table(
                    $"Reckoned for {NumberText.Count(scale.TargetExamples)} examples",
                    ["stage", "examples measured", "core seconds", "examples a core second", "reckoning", "core hours"],
                    [
                        .. scale.Stages.Select(stage => (IReadOnlyList<Cell>)
                        [
                            Cell.Of(stage.Name),
                            Cell.Of(stage.Examples is { } examples ? new Measure(examples, Unit.Count) : null),
                            Cell.Of(new Measure(stage.CoreSeconds, Unit.Number)),
                            Cell.Of(stage.PerCoreSecond is { } rate ? new Measure(rate, Unit.Number) : null),
                            Cell.Of(stage.Formula),
                            Cell.Of(new Measure(stage.CoreHours, Unit.Number)),
                        ]),
                    ],
                    TableKind.Captioned),
            ]),
    ];

    private static string Gibibytes(long bytes) => $"{NumberText.Rounded(Math.Round(bytes / Gibibyte, 2))} GiB";
}

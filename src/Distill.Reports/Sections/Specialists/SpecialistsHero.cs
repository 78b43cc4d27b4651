using Distill.Reports.Markup;
using Distill.Runs.Results.Specialists;

namespace Distill.Reports.Sections.Specialists;

/// <summary>The top of the page of specialists: what they bring, or what was assigned where nothing is measured yet.</summary>
internal static class SpecialistsHero
{
    /// <param name="assignment">The classes of each.</param>
    /// <param name="scores">What all together scored; null before that.</param>
    /// <param name="trained">How many are trained.</param>
    public static Html Render(SpecialistAssignment assignment, CombinationScores? scores, int trained) =>
        Hero.Of($"Specialists, {assignment.Dataset.Name}", Sentence(assignment, scores), Evidence(scores), Tiles(assignment, trained));

    public static string Sentence(SpecialistAssignment assignment, CombinationScores? scores) => scores is null
        ? $"{assignment.Sets.Count} specialists, of {Sizes(assignment)} classes each, for {NumberText.Unbroken(assignment.Generalist.Name)}"
        : $"With {assignment.Sets.Count} specialists {NumberText.Percent(scores.Combined.Top1)} are right; "
            + $"the generalist alone has {NumberText.Percent(scores.Generalist.Top1)}{Relative(scores)}";

    private static string Relative(CombinationScores scores) => scores.RelativeGain is { } gain ? $" ({NumberText.SignedPercent(gain)})" : "";

    private static Html Evidence(CombinationScores? scores) => scores is null ? default : Html.Of(
        $"""
        On {NumberText.Count(scores.Examples)} examples of {scores.Dataset}: {NumberText.Count(scores.PairedTest.OnlyFirstWrong)} are right only together,
        {NumberText.Count(scores.PairedTest.OnlySecondWrong)} only without the specialists; McNemar’s p {NumberText.PValue(scores.PairedTest.POfCases ?? double.NaN)}.
        """);

    private static IEnumerable<Html> Tiles(SpecialistAssignment assignment, int trained)
    {
        var (dataset, covered) = (assignment.Dataset, assignment.Sets.SelectMany(set => set.Classes).Distinct().Count());
        yield return Hero.Tile("data", dataset.Name, $"{dataset.Classes.Count} classes, {NumberText.Count(dataset.TrainExamples)} training examples");
        yield return Hero.Tile(
            "generalist",
            NumberText.Unbroken(assignment.Generalist.Name),
            $"{NumberText.Count(assignment.Examples)} predictions counted{(assignment.Generalist.CountedFrom is { } other ? $", of {other}" : "")}");
        yield return Hero.Tile("specialists", $"{assignment.Sets.Count}", $"{Sizes(assignment)} classes each; together {covered} of {dataset.Classes.Count}");
        yield return Hero.Tile("trained", $"{trained} of {assignment.Sets.Count}", trained < assignment.Sets.Count ? "the others are still to train" : "all of them");
    }

    private static string Sizes(SpecialistAssignment assignment)
    {
        var (least, most) = (assignment.Sets.Min(set => set.Classes.Count), assignment.Sets.Max(set => set.Classes.Count));
        return least == most ? $"{least}" : $"{least} to {most}";
    }
}

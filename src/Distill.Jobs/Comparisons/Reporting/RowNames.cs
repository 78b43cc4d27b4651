using Distill.Runs.Documents;
using Distill.Runs.Results;

namespace Distill.Jobs.Comparisons.Reporting;

/// <summary>What a document calls a row, and the colour that stands for it everywhere in it.</summary>
internal static class RowNames
{
    public const int Teacher = 6;
    private const int Colours = 6;

    public static int Colour(Comparison comparison, string row) => comparison.Rows.TakeWhile(other => other.Id != row).Count() % Colours;

    public static string Label(Comparison comparison, string id) => comparison.Rows.FirstOrDefault(row => row.Id == id)?.Label ?? id;

    /// <summary>What a row was trained on, for example "6,000 examples, no label".</summary>
    public static string TrainedOn(Comparison comparison, ComparisonRow row) =>
        $"{NumberText.Count(row.ExamplesUsed)} examples, {Labels(comparison, row)}{Choice(comparison, row)}";

    /// <summary>How many labels a row took, for example "6,000 labels", or "no label".</summary>
    public static string Labels(Comparison comparison, ComparisonRow row) => comparison.LabelsOf(row) switch
    {
        0 => "no label",
        1 => "1 label",
        var labels => $"{NumberText.Count(labels)} labels",
    };

    /// <summary>How many of these labels chose T and weight; empty for none.</summary>
    private static string Choice(Comparison comparison, ComparisonRow row) =>
        comparison.LabelsOfChoice(row) is > 0 and var held ? $", {(row.LabelsUsed == 0 ? "all" : NumberText.Count(held))} of them to choose T and weight" : "";

    /// <summary>What a row minimises: temperature and weight, or in words; empty where it has no teacher.</summary>
    public static string Setting(ComparisonRow row) => row switch
    {
        { Objective: { } objective } => objective,
        { Temperature: { } temperature } => $"T = {NumberText.Brief(temperature)}, weight {NumberText.Brief(row.HardWeight)} on labels",
        { HardWeight: 0 } => "logits matched",
        _ => "",
    };
}

using Distill.Reports.Markup;
using Distill.Runs.Results;

namespace Distill.Reports.Sections;

/// <summary>What the experiment took, part by part, and what made its results.</summary>
internal static class ExperimentReceiptSection
{
    private const int MostParts = 40;

    /// <param name="results">The experiment.</param>
    /// <param name="total">What all of it took, in a sentence.</param>
    public static Html Render<TResults>(TResults results, string total)
        where TResults : IExperimentResults<TResults>
    {
        var parts = results.MinutesByPart.Count == 0 ? default : Table.Of(
            "Minutes by part", "single", Table.Columns("part", "minutes"),
            results.MinutesByPart.Take(MostParts).Select(part => Table.Row(Html.Of($"{part.Key}"), Table.Cell(Minutes(part.Value)))));
        return Section.Of(
            "receipt",
            "Time and receipt",
            Html.Of($"{total}"),
            Html.Of($"{parts}{Receipt(results.Receipt)}"));
    }

    /// <summary>Minutes to a tenth.</summary>
    public static string Minutes(double minutes) => NumberText.Short(Math.Round(minutes, 1));

    private static Html Receipt(ExperimentReceipt? receipt) => receipt is null ? default : Html.Of(
        $"""
        <details><summary>Receipt of these results</summary>
        {receipt.Commands.Take(MostParts).Select(Command)}
        {Provenance.List([
            ("finished", Html.Of($"{Provenance.Time(receipt.Finished)}")),
            .. Provenance.MadeWith(receipt.Seeds, receipt.Machine, receipt.Versions, commit: null)])}
        </details>
        """);

    private static Html Command(ExperimentCommand command) => Html.Of(
        $"""
        <p>{string.Join(", ", command.Parts)}{(command.Commit is { } commit ? Html.Of($", commit <code>{commit}</code>") : default)}:</p>
        {Provenance.Command(command.Command)}
        """);
}

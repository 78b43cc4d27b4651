using Distill.Reports.Markup;
using Distill.Runs.Results.Mnist;

namespace Distill.Reports.Sections.Mnist;

/// <summary>What the experiment took, part by part, and what made its results.</summary>
internal static class MnistReceiptSection
{
    private const int MostParts = 40;

    public static Html Render(MnistResults results)
    {
        var parts = results.MinutesByPart.Count == 0 ? default : Table.Of(
            "Minutes by part", "single", Table.Columns("part", "minutes"),
            results.MinutesByPart.Take(MostParts).Select(part => Table.Row(Html.Of($"{part.Key}"), Table.Cell(Minutes(part.Value)))));
        return Section.Of(
            "receipt",
            "Time and receipt",
            Html.Of($"All parts that ran but the ensemble took {Minutes(results.Minutes)} minutes."),
            Html.Of($"{parts}{Receipt(results.Receipt)}"));
    }

    private static Html Receipt(MnistReceipt? receipt) => receipt is null ? default : Html.Of(
        $"""
        <details><summary>Receipt of these results</summary>
        {receipt.Commands.Take(MostParts).Select(Command)}
        {Provenance.List([
            ("finished", Html.Of($"{Provenance.Time(receipt.Finished)}")),
            .. Provenance.MadeWith(receipt.Seeds, receipt.Machine, receipt.Versions, commit: null)])}
        </details>
        """);

    private static Html Command(MnistCommand command) => Html.Of(
        $"""
        <p>{string.Join(", ", command.Parts)}{(command.Commit is { } commit ? Html.Of($", commit <code>{commit}</code>") : default)}:</p>
        {Provenance.Command(command.Command)}
        """);

    private static string Minutes(double minutes) => NumberText.Short(Math.Round(minutes, 1));
}

using Distill.Reports.Markup;
using Distill.Runs.Results.Mnist;

namespace Distill.Reports.Sections.Mnist;

/// <summary>One kind of student of the small net.</summary>
/// <param name="Id">What tests call it.</param>
/// <param name="Style">Its colour and dashes, by number.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Errors">Test errors, one a seed.</param>
/// <param name="Epochs">Passes over the training images.</param>
/// <param name="Setting">Temperature and weight, in words.</param>
/// <param name="Paper">The paper's errors; null where it has no such student.</param>
internal sealed record MnistRow(
    string Id, int Style, string Name, SeedErrors Errors, double Epochs, string Setting, double? Paper)
{
    /// <summary>The name in its colour.</summary>
    public Html Label => RowStyle.Name(Style, Name);

    /// <summary>Its line of the strip of dots.</summary>
    public StripRow OnStrip => new(Style, Label, Setting, Errors);

    /// <summary>The kinds that ran.</summary>
    public static IReadOnlyList<MnistRow> Of(MnistResults results)
    {
        IEnumerable<MnistRow?> rows =
        [
            Of("hard", 0, "Labels alone", results.Hard, MnistPaper.Hard),
            Of("distilled", 1, "Distilled", results.Distilled, MnistPaper.Distilled),
            Of("consistent", 2, "Distilled, consistent", results.Consistent, null, "; teacher and student see the same jittered images"),
            results.Inherited is { } inherited
                ? Of(
                    "inherited", 3, "Distilled, units inherited", inherited.Distilled, null,
                    $"; it starts with some of the teacher's units, which make {new SeedErrors(inherited.StartErrors).Text} untrained and {new SeedErrors(inherited.Hard.Errors).Text} on labels")
                : null,
            results.Ensemble is { } ensemble
                ? new MnistRow(
                    "ensemble", 4, $"Distilled from {ensemble.MemberErrors.Count} teachers", new SeedErrors(ensemble.StudentErrors),
                    ensemble.StudentEpochs, At(ensemble.Temperature), null)
                : null,
        ];
        return [.. rows.OfType<MnistRow>()];
    }

    private static MnistRow? Of(
        string id, int style, string name, MnistStudents? students, double? paper, string more = "") => students is null
        ? null
        : new MnistRow(
            id, style, name, new SeedErrors(students.Errors), students.Epochs,
            students.Temperature is { } temperature
                ? $"{At(temperature)}, weight {NumberText.Short(students.HardWeight)} on the labels{more}"
                : "no teacher",
            paper);

    private static string At(double temperature) => $"T = {NumberText.Short(temperature)}";
}

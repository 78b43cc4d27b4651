using Distill.Runs.Documents;

namespace Hinton2015.Mnist;

/// <summary>One kind of student of the small net, as tables and strips name it.</summary>
/// <param name="Id">What paired tests call it.</param>
/// <param name="Colour">Its colour in the entire document; null where no net was trained, so that no strip shows it.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Setting">How it was trained, in words.</param>
/// <param name="Errors">Test errors, one a seed.</param>
/// <param name="Epochs">Passes over the training images; null where no net was trained.</param>
/// <param name="Paper">The paper's errors; null where it has no such student.</param>
internal sealed record MnistStudentRow(
    string Id, int? Colour, string Name, string Setting, IReadOnlyList<long> Errors, double? Epochs, double? Paper = null)
{
    private const string Inherits = "; it starts with some of the teacher’s units";

    /// <summary>The mean of the errors with its deviation.</summary>
    public Measure Mean => Measure.Of(Errors)! with { Paper = Paper, Seeds = null };

    /// <summary>The kinds that ran, in the order of reading.</summary>
    public static IReadOnlyList<MnistStudentRow> Of(MnistResults results) =>
    [
        .. Trained("hard", 0, "Labels alone", results.Hard, MnistPaper.Hard),
        .. Trained(JitteredPart.Jittered, 0, "Labels alone, jittered", results.HardJittered, more: "; jittered images, by the recipe of the consistent students"),
        .. Trained("distilled", 1, "Distilled", results.Distilled, MnistPaper.Distilled),
        .. Trained(StudentsPart.Lower, 1, "Distilled, lower temperature", results.DistilledLower),
        .. Trained(HintsPart.Hints, 3, "Hints, then distilled", results.Hints, more: "; first its hidden layers follow the teacher’s"),
        .. Trained(MixturesPart.Mixtures, 2, "Distilled on mixtures", results.Mixtures, more: "; teacher and student see the same mixtures of two images"),
        .. Trained("consistent", 2, "Distilled, consistent", results.Consistent, more: "; teacher and student see the same jittered images"),
        .. results.Inherited is not { } inherited ? [] : (IEnumerable<MnistStudentRow>)
        [
            new("inheritedStart", null, "Units inherited, untrained", "some of the teacher’s units, as drawn", inherited.StartErrors, null),
            .. Trained("inheritedHard", 5, "Labels alone, units inherited", inherited.Hard, more: Inherits),
            .. Trained("inherited", 3, "Distilled, units inherited", inherited.Distilled, more: Inherits),
        ],
        .. results.Ensemble is not { } ensemble ? [] : new[]
        {
            new MnistStudentRow(
                "ensemble", 4, $"Distilled from {NumberText.Count(ensemble.MemberErrors.Count)} teachers", At(ensemble.Temperature),
                ensemble.StudentErrors, ensemble.StudentEpochs),
        },
    ];

    private static IEnumerable<MnistStudentRow> Trained(
        string id, int colour, string name, MnistStudents? students, double? paper = null, string more = "") => students is null ? [] :
    [
        new(
            id, colour, name,
            students.Temperature is { } temperature ? $"{At(temperature)}, weight {NumberText.Brief(students.HardWeight)} on the labels{more}" : $"no soft targets{more}",
            students.Errors, students.Epochs, paper),
    ];

    private static string At(double temperature) => $"T = {NumberText.Brief(temperature)}";
}

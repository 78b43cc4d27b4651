namespace Distill.Runs.Results.Specialists;

/// <summary>
/// What assignment.json holds: the classes of each specialist of a generalist, and the confusions that brought them together.
/// Classes are numbers into <see cref="DatasetFacts.Classes"/>.
/// </summary>
/// <param name="Dataset">The data.</param>
/// <param name="Generalist">Whose confusions were counted, and what specialists start from.</param>
/// <param name="Sets">The classes of each specialist.</param>
/// <param name="ClusterOf">For each class the cluster that it is nearest to, by the number of its specialist, from 0.</param>
/// <param name="Spread">The mean squared distance of a class's covariances from the centroid of its cluster.</param>
/// <param name="Examples">How many predictions were counted.</param>
/// <param name="Images">Examples of classes to look at; null where the data are no images.</param>
/// <param name="CountTemperature">The temperature of the predictions that were counted.</param>
/// <param name="GroupAgreement">The adjusted Rand index of the clusters against groups that were known beforehand; null where none were given.</param>
/// <param name="TemperatureChoice">What the temperature was chosen by; null where it was given, or was 1 for want of a choice.</param>
internal sealed record SpecialistAssignment(
    DatasetFacts Dataset,
    AssignedGeneralist Generalist,
    IReadOnlyList<AssignedSet> Sets,
    IReadOnlyList<int> ClusterOf,
    double Spread,
    long Examples,
    IReadOnlyList<ClassImages>? Images = null,
    double CountTemperature = 1,
    double? GroupAgreement = null,
    TemperatureChoice? TemperatureChoice = null)
{
    /// <summary>The version of the format of assignment.json that this library writes and reads.</summary>
    public const int CurrentFormat = 1;

    /// <summary>The version of the format of this assignment.</summary>
    public int Format { get; init; } = CurrentFormat;

    /// <summary>Reads assignment.json and checks that every class in it exists.</summary>
    /// <exception cref="DistillException">The file is missing, damaged, of a newer format, or contradicts itself.</exception>
    public static SpecialistAssignment Read(string path)
    {
        var assignment = RunJson.Read<SpecialistAssignment>(path);
        new SpecialistAssignmentCheck(assignment, path).Run();
        return assignment;
    }

    /// <summary>Writes assignment.json, whole or not at all.</summary>
    /// <exception cref="DistillException">The assignment contradicts itself, or the file cannot be written.</exception>
    public void Write(string path)
    {
        new SpecialistAssignmentCheck(this, path).Run();
        RunJson.Write(path, this);
    }
}

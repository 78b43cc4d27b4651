namespace Distill.Runs.Results.Sweeps;

/// <summary>
/// What sweep.json holds: students of one or more architectures, distilled from one teacher at every temperature and
/// hard weight of a grid, each from several seeds. All test scores are on the whole test set, after the last step.
/// </summary>
/// <param name="Title">What was swept, as a heading.</param>
/// <param name="Dataset">The data.</param>
/// <param name="Teacher">What to call the teacher.</param>
/// <param name="Networks">The architectures, in the order in which they were asked for.</param>
/// <param name="TeacherErrors">Its errors on the test set; null where stored targets stood for it, which know the training examples alone.</param>
public sealed record Sweep(
    string Title, DatasetFacts Dataset, string Teacher, IReadOnlyList<SweepNetwork> Networks, long? TeacherErrors = null)
{
    /// <summary>The version of the format of sweep.json that this library writes and reads.</summary>
    public const int CurrentFormat = 1;

    /// <summary>The most students of a sweep, over all architectures: beyond any grid that people read.</summary>
    public const int MostStudents = 10_000;

    /// <summary>The version of the format of this sweep.</summary>
    public int Format { get; init; } = CurrentFormat;

    /// <summary>Reads sweep.json and checks that it is whole.</summary>
    /// <exception cref="DistillException">The file is missing, damaged, of a newer format, or contradicts itself.</exception>
    public static Sweep Read(string path)
    {
        var sweep = RunJson.Read<Sweep>(path);
        SweepCheck.Run(sweep, path);
        return sweep;
    }

    /// <summary>Writes sweep.json, whole or not at all.</summary>
    /// <exception cref="DistillException">The sweep contradicts itself, or the file cannot be written.</exception>
    public void Write(string path)
    {
        SweepCheck.Run(this, path);
        RunJson.Write(path, this);
    }
}

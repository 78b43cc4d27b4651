using System.Text.Json.Serialization;
using Descendants.Plans;
using Distill.Runs.Results;
using Experiments;

namespace Descendants;

/// <summary>What objectives.json holds. A data set that was not run is null. Errors are counts of test examples, of students after their last step.</summary>
internal sealed record ObjectivesResults : ExperimentResults
{
    /// <summary>28×28 grey images of ten classes.</summary>
    public SetResults? Fashion { get; init; }

    /// <summary>32×32 photographs of 200 classes.</summary>
    public SetResults? Tiny { get; init; }

    /// <summary>The convolutional students of Fashion-MNIST as files of fewer bits.</summary>
    public BitsResults? Bits { get; init; }

    /// <summary>Those that were run.</summary>
    [JsonIgnore]
    public IReadOnlyList<SetResults> Sets => [.. new[] { Fashion, Tiny }.OfType<SetResults>()];

    internal override bool HasHoles() => Sets.Any(set => set.Students.Count == 0 || set.Students.Any(student =>
        student is null || student.Objectives.Count == 0 || student.Objectives.Any(row => row is null || row.Errors.Count == 0 || row.Trials.Any(trial => trial is null))))
        || (Bits is { } bits && (bits.Rows.Count == 0 || bits.Rows.Any(row => row is null || row.Errors.Count == 0 || row.Bytes.Count == 0) || bits.Differences.Any(test => test is null)));
}

/// <summary>One data set.</summary>
/// <param name="Data">Its name.</param>
/// <param name="Classes">How many it has.</param>
/// <param name="TrainingExamples">Images to learn from.</param>
/// <param name="HeldOutExamples">Images that choices were made on.</param>
/// <param name="TestExamples">Images in the test set.</param>
/// <param name="Views">Views of each image that students learn from.</param>
/// <param name="Teacher">The teacher.</param>
/// <param name="Students">Each student with every objective.</param>
internal sealed record SetResults(
    string Data, int Classes, int TrainingExamples, int HeldOutExamples, int TestExamples, int Views, TeacherResult Teacher, IReadOnlyList<StudentResults> Students);

/// <summary>A teacher.</summary>
/// <param name="Network">Its layers.</param>
/// <param name="Errors">Wrong test examples.</param>
/// <param name="Minutes">Of its training.</param>
internal sealed record TeacherResult(string Network, long Errors, double Minutes);

/// <summary>A student.</summary>
/// <param name="Name">Its key.</param>
/// <param name="Network">Its layers.</param>
/// <param name="Parameters">Weights and biases.</param>
/// <param name="Epochs">Passes over the training images; another view of an image is the image again.</param>
/// <param name="Objectives">What it learned by; first labels alone, then plain soft targets.</param>
internal sealed record StudentResults(string Name, string Network, long Parameters, double Epochs, IReadOnlyList<ObjectiveResult> Objectives);

/// <summary>A student with one objective.</summary>
/// <param name="Objective">Its key; "labels" for labels alone.</param>
/// <param name="Errors">Wrong test examples, seed by seed.</param>
/// <param name="Minutes">The training of one student, the mean.</param>
/// <param name="Trials">What each candidate gave on held-out examples; empty where there is nothing to choose.</param>
internal sealed record ObjectiveResult(string Objective, IReadOnlyList<long> Errors, double Minutes, IReadOnlyList<ObjectiveTrial> Trials)
{
    /// <summary>The numbers that were chosen; null where there are none.</summary>
    public ObjectiveSetting? Chosen { get; init; }

    /// <summary>How much more of the test examples are right than with plain soft targets; null of these themselves.</summary>
    public GainOverPlain? GainOverKd { get; init; }
}

/// <summary>A candidate.</summary>
/// <param name="Numbers">Its numbers.</param>
/// <param name="HeldOutErrors">Wrong held-out examples of one student after a short training.</param>
internal sealed record ObjectiveTrial(ObjectiveSetting Numbers, long HeldOutErrors);

/// <summary>A gain over plain soft targets, as a share of the test examples.</summary>
/// <param name="Estimate">The mean over the seeds.</param>
/// <param name="Interval">With seeds and cases as random; of one seed, cases alone.</param>
/// <param name="OverSeeds">Student's paired t over the seeds; null for fewer than two.</param>
/// <param name="PCorrected">The same p, corrected by Holm for all objectives of the student; null for fewer than two seeds.</param>
internal sealed record GainOverPlain(double Estimate, Interval Interval, [property: JsonPropertyName("tOverSeeds")] SeedsTest? OverSeeds = null, double? PCorrected = null);

/// <summary>Students of plain soft targets as files, all measured in ONNX Runtime.</summary>
/// <param name="Data">The name of the data set.</param>
/// <param name="Epochs">How long integers learn, and students train on in f32; another view of an image is the image again.</param>
/// <param name="TestExamples">Images in the test set.</param>
/// <param name="Rows">Kinds of files.</param>
internal sealed record BitsResults(string Data, double Epochs, int TestExamples, IReadOnlyList<BitsRow> Rows)
{
    /// <summary>Pairs of rows, seeds paired.</summary>
    public IReadOnlyList<FileDifference> Differences { get; init; } = [];
}

/// <summary>A kind of file.</summary>
/// <param name="Id">"f32", "f32Longer" of students that trained on, or int8 and int4 "Rounded" and "Learned".</param>
/// <param name="Errors">Wrong test examples, seed by seed.</param>
/// <param name="Bytes">Sizes of the files, seed by seed.</param>
internal sealed record BitsRow(string Id, IReadOnlyList<long> Errors, IReadOnlyList<long> Bytes);

/// <summary>Two kinds of files on the same test examples, as a share of them: above 0 the second has more right.</summary>
/// <param name="First">Of <see cref="BitsRow.Id"/>.</param>
/// <param name="Second">Of <see cref="BitsRow.Id"/>.</param>
/// <param name="Estimate">The mean over the seeds.</param>
/// <param name="Interval">With seeds and cases as random; of one seed, cases alone.</param>
/// <param name="OverSeeds">Student's paired t over the seeds; null for fewer than two.</param>
/// <param name="PCorrected">The same p, corrected by Holm for all pairs; null for fewer than two seeds.</param>
internal sealed record FileDifference(
    string First, string Second, double Estimate, Interval Interval, [property: JsonPropertyName("tOverSeeds")] SeedsTest? OverSeeds = null, double? PCorrected = null);

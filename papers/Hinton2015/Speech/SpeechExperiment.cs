using Distill.Models;
using Distill.Runs;
using Distill.Speech.Recordings;
using Experiments;

namespace Hinton2015.Speech;

/// <summary>
/// Section 4 of the paper on real speech: nets that name the state of each frame and differ by their random start alone, all
/// of them together, and one net of the same size distilled from them. docs/speech-experiments.md says how each number was chosen.
/// </summary>
internal sealed record SpeechExperiment : IExperimentPlan<SpeechExperiment>
{
    /// <summary>The recordings, a known name or a path, divided by train.csv, val.csv and test.csv.</summary>
    public string Data { get; init; } = KnownRecordings.ArabicSpeechCommands;

    /// <summary>Whether this is the short form, whose figures mean nothing.</summary>
    public bool IsSmoke { get; init; }

    /// <summary>One baseline for each; together they are the ensemble. The paper has ten.</summary>
    public IReadOnlyList<long> Seeds { get; init; } = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

    /// <summary>The acoustic model, of all rows alike.</summary>
    public MlpSpec Network { get; init; } = SpeechPlans.Network;

    /// <summary>How frames get their states.</summary>
    public LabelsPlan Labels { get; init; } = new();

    /// <summary>How single words are joined into strings.</summary>
    public ConnectedOptions Strings { get; init; } = new();

    /// <summary>"The baseline": nets on labels.</summary>
    public BaselinePlan Baseline { get; init; } = new();

    /// <summary>The single net distilled from all.</summary>
    public StudentsPlan Students { get; init; } = new();

    /// <inheritdoc/>
    public SpeechExperiment Smoke() => this with
    {
        Data = SpeechPlans.SmokeData,
        IsSmoke = true,
        Seeds = [.. Seeds.Take(2)],
        Network = SpeechPlans.SmokeNetwork,
        Labels = Labels.Smoke(),
        Baseline = Baseline.Smoke(),
        Students = Students.Smoke(),
    };

    /// <inheritdoc/>
    public bool HasDataOf(SpeechExperiment other) =>
        other is not null && (Data, Labels, Strings) == (other.Data, other.Labels, other.Strings) && Network.Equals(other.Network) && Seeds.SequenceEqual(other.Seeds);

    /// <inheritdoc/>
    public void Validate(string source)
    {
        Strings.Validate();
        Labels.Gaussians.Validate();
        ProblemList.ThrowIfAny(source, new ProblemList
        {
            SpeechPlans.SeedProblems("seeds", Seeds, least: 2),
            { "labels.", Labels.Problems() },
            { "baseline.training.", Baseline.Training.Problems() },
            { "students.", Students.Problems() },
        });
    }
}

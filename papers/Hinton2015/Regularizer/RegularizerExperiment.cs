using Distill.Models;
using Distill.Objectives;
using Distill.Runs;
using Distill.Speech.Recordings;
using Distill.Training;
using Experiments;
using Hinton2015.Speech;

namespace Hinton2015.Regularizer;

/// <summary>
/// Section 6 of the paper, "soft targets as regularizers": a net on the labels of all frames, the same net on 3 % of them, and
/// on 3 % with soft targets from the net that had all. docs/speech-experiments.md says how each number was chosen.
/// </summary>
internal sealed record RegularizerExperiment : IExperimentPlan<RegularizerExperiment>
{
    /// <summary>The recordings, a known name or a path, divided by train.csv, val.csv and test.csv.</summary>
    public string Data { get; init; } = KnownRecordings.ArabicSpeechCommands;

    /// <summary>Whether this is the short form, whose figures mean nothing.</summary>
    public bool IsSmoke { get; init; }

    /// <summary>A net on everything for each, and nets on each share; the seed decides the share too.</summary>
    public IReadOnlyList<long> Seeds { get; init; } = [1, 2, 3, 4, 5];

    /// <summary>The acoustic model, of all rows alike.</summary>
    public MlpSpec Network { get; init; } = SpeechPlans.Network;

    /// <summary>How frames get their states.</summary>
    public LabelsPlan Labels { get; init; } = new();

    /// <summary>"3 % of the data": the share of the first comparison, more than 0 to 1.</summary>
    public double Share { get; init; } = 0.03;

    /// <summary>What shares are made of, each once; the first is the headline's. The paper does not say which is its own.</summary>
    public IReadOnlyList<ShareUnit> Units { get; init; } = [ShareUnit.Recordings, ShareUnit.Frames];

    /// <summary>Further shares.</summary>
    public IReadOnlyList<double> Shares { get; init; } = [0.1, 0.3];

    /// <summary>Seeds of the nets on further shares.</summary>
    public IReadOnlyList<long> ShareSeeds { get; init; } = [1, 2, 3, 4, 5];

    /// <summary>How a net on the labels of everything is trained.</summary>
    public TrainingOptions Full { get; init; } = SpeechPlans.Training(epochs: 4);

    /// <summary>How a net on the labels of a share is trained, whatever the share: long enough to see it overfit.</summary>
    public TrainingOptions Hard { get; init; } = Long;

    /// <summary>How a net on the soft targets of a share is trained, for as many steps.</summary>
    public TrainingOptions Soft { get; init; } = Long;

    /// <summary>T of the soft targets.</summary>
    public double Temperature { get; init; } = 5;

    /// <summary>Weight on the labels beside soft targets, 0 to 1.</summary>
    public double HardWeight { get; init; }

    /// <summary>The most frames of each part that curves are measured on, drawn once; final numbers are of all. At least 100.</summary>
    public int WatchedFrames { get; init; } = 10_000;

    private static TrainingOptions Long =>
        SpeechPlans.Training(epochs: 1) with { Duration = Duration.Steps(4000), EvaluateEvery = Duration.Steps(200), RecordEvery = Duration.Steps(200) };

    /// <inheritdoc/>
    public RegularizerExperiment Smoke() => this with
    {
        Data = SpeechPlans.SmokeData,
        IsSmoke = true,
        Seeds = [.. Seeds.Take(2)],
        Network = SpeechPlans.SmokeNetwork,
        Labels = Labels.Smoke(),
        Shares = [.. Shares.TakeLast(1)],
        ShareSeeds = [.. ShareSeeds.Take(1)],
        Full = SpeechPlans.Brief(Full),
        Hard = Hard with { Duration = Duration.Epochs(3), EvaluateEvery = Duration.Epochs(1) },
        Soft = Soft with { Duration = Duration.Steps(20), EvaluateEvery = Duration.Steps(10) },
        WatchedFrames = 500,
    };

    /// <inheritdoc/>
    public bool HasDataOf(RegularizerExperiment other) =>
        other is not null && (Data, Labels, WatchedFrames) == (other.Data, other.Labels, other.WatchedFrames)
        && Network.Equals(other.Network) && Seeds.SequenceEqual(other.Seeds);

    /// <inheritdoc/>
    public void Validate(string source)
    {
        Labels.Gaussians.Validate();
        ProblemList.ThrowIfAny(source, new ProblemList
        {
            SpeechPlans.SeedProblems("seeds", Seeds),
            SpeechPlans.SeedProblems("shareSeeds", ShareSeeds),
            { ShareSeeds.Except(Seeds).Any(), $"shareSeeds is [{string.Join(", ", ShareSeeds)}]; expected some of [{string.Join(", ", Seeds)}], whose nets teach" },
            { "labels.", Labels.Problems() },
            { Units.Count == 0 || Units.Distinct().Count() < Units.Count, $"units is [{string.Join(", ", Units)}]; expected one or more, each once" },
            {
                !Shares.Append(Share).All(share => share is > 0 and <= 1) || Shares.Append(Share).Distinct().Count() < Shares.Count + 1,
                FormattableString.Invariant($"share and shares are {Share} and [{string.Join(", ", Shares)}]; expected more than 0, at most 1, each once")
            },
            Distillation.Problems(Temperature, HardWeight),
            { "full.", Full.Problems() },
            { "hard.", Hard.Problems() },
            { "soft.", Soft.Problems() },
            { WatchedFrames < 100, $"watchedFrames is {WatchedFrames}; expected 100 or more" },
        });
    }
}

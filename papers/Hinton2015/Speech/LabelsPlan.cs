using Distill.Runs;
using Distill.Speech.Alignment;
using Distill.Training;

namespace Hinton2015.Speech;

/// <summary>
/// How frames get their states: hidden Markov models of whole words with Gaussian states, from a flat start, then realignment
/// by a net. The test speakers' frames are labelled in the same way, as the paper's are.
/// </summary>
internal sealed record LabelsPlan
{
    /// <summary>States of each word's model, 1 to 100.</summary>
    public int StatesPerWord { get; init; } = 8;

    /// <summary>States of silence, 1 to 100.</summary>
    public int SilenceStates { get; init; } = 3;

    /// <summary>How the Gaussians are trained.</summary>
    public HmmOptions Gaussians { get; init; } = new();

    /// <summary>How often a net realigns, 0 to 10.</summary>
    public int Realignments { get; init; } = 1;

    /// <summary>How the realigning net is trained, which no other row uses.</summary>
    public TrainingOptions Training { get; init; } = SpeechPlans.Training(epochs: 4) with { Seed = 1000 };

    internal IEnumerable<string> Problems() => new ProblemList
    {
        { StatesPerWord is < 1 or > 100 || SilenceStates is < 1 or > 100, $"statesPerWord and silenceStates are {StatesPerWord} and {SilenceStates}; expected 1 to 100" },
        { Realignments is < 0 or > 10, $"realignments is {Realignments}; expected 0 to 10" },
        { "training.", Training.Problems() },
    };

    internal LabelsPlan Smoke() => this with { StatesPerWord = 4, SilenceStates = 1, Training = SpeechPlans.Brief(Training) };
}

using Distill.Data;
using Distill.Speech.Acoustics;
using Distill.Speech.Alignment;
using Distill.Speech.Features;

namespace Hinton2015.Speech;

/// <summary>The frames as examples of their states, and what a recogniser needs to know of the states.</summary>
internal sealed class SpeechFrames
{
    // Not every experiment has strings.
    private readonly Lazy<ExampleView> validationStrings;
    private readonly Lazy<ExampleView> testStrings;
    private readonly Lazy<ExampleView> transfer;

    public SpeechFrames(SpeechRecordings recordings, StateMap states, StateLabels labels)
    {
        (Recordings, States) = (recordings, states);
        var train = StateLabels.Alignments(labels.Train);
        Transitions = Transitions.Estimate(states, train);
        Priors = StatePriors.Count(states, train);
        Train = View(new SplicedSource("train", recordings.Train, train, states));
        Validation = View(new SplicedSource("validation", recordings.Validation, StateLabels.Alignments(labels.Validation), states));
        Test = View(new SplicedSource("test", recordings.Test, StateLabels.Alignments(labels.Test), states));
        validationStrings = new(() => View(new SplicedSource("validation strings", recordings.ValidationStrings, null, states)));
        transfer = new(() => View(AtSpeeds(recordings, train, states)));
        testStrings = new(() => View(new SplicedSource("test strings", recordings.TestStrings, null, states)));
    }

    public SpeechRecordings Recordings { get; }

    public StateMap States { get; }

    public Transitions Transitions { get; }

    public StatePriors Priors { get; }

    public ExampleView Train { get; }

    /// <summary>The training recordings at the speeds at which students hear them. Their labels follow from those of <see cref="Train"/>.</summary>
    public ExampleView Transfer => transfer.Value;

    public ExampleView Validation { get; }

    public ExampleView Test { get; }

    public ExampleView ValidationStrings => validationStrings.Value;

    public ExampleView TestStrings => testStrings.Value;

    private static SplicedSource AtSpeeds(SpeechRecordings recordings, IReadOnlyList<StateAlignment> alignments, StateMap states)
    {
        var options = new FilterbankOptions();
        var utterances = recordings.AtSpeeds.SelectMany(entry => entry.Utterances.Zip(
            alignments, (utterance, alignment) => (Utterance: utterance, Alignment: alignment.AtSpeed(entry.Speed, utterance.Frames.Frames, options)))).ToList();
        return new SplicedSource("transfer", [.. utterances.Select(entry => entry.Utterance)], [.. utterances.Select(entry => entry.Alignment)], states);
    }

    private static ExampleView View(SplicedSource source) => new(source);
}

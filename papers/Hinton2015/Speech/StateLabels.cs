using Distill.Runs;
using Distill.Speech.Alignment;
using Distill.Speech.Recordings;

namespace Hinton2015.Speech;

/// <summary>The states of all frames of single words, and how they came about; a file of a run.</summary>
/// <param name="Alignment">How they came about.</param>
/// <param name="Train">For each training utterance the state of each frame.</param>
/// <param name="Validation">The same of validation utterances.</param>
/// <param name="Test">The same of test utterances.</param>
internal sealed record StateLabels(
    SpeechAlignment Alignment,
    IReadOnlyList<IReadOnlyList<int>> Train,
    IReadOnlyList<IReadOnlyList<int>> Validation,
    IReadOnlyList<IReadOnlyList<int>> Test)
{
    /// <summary>The file of a run that holds them.</summary>
    public const string FileName = "labels.json";

    /// <summary>All that decided them; null in the files of earlier versions.</summary>
    public WorkIdentity? DecidedBy { get; init; }

    /// <summary>Makes the record of alignments.</summary>
    public static StateLabels Of(
        SpeechAlignment alignment, IEnumerable<StateAlignment> train, IEnumerable<StateAlignment> validation, IEnumerable<StateAlignment> test) =>
        new(alignment, [.. train.Select(path => path.States)], [.. validation.Select(path => path.States)], [.. test.Select(path => path.States)]);

    /// <summary>Reads the file of a run.</summary>
    /// <exception cref="DistillException">The file is damaged, or of other recordings or states.</exception>
    public static StateLabels Read(string path, SpeechRecordings recordings, StateMap states)
    {
        var labels = RunJson.Read<StateLabels>(path);
        if (!Fit(labels.Train, recordings.Train) || !Fit(labels.Validation, recordings.Validation) || !Fit(labels.Test, recordings.Test))
        {
            throw DistillException.Damaged($"{path} does not label the frames of these recordings; it is damaged or of others. Delete it to align them again.");
        }

        return labels;

        bool Fit(IReadOnlyList<IReadOnlyList<int>> paths, IReadOnlyList<Utterance> utterances) =>
            paths.Count == utterances.Count
            && paths.Zip(utterances).All(pair =>
                pair.First is not null && pair.First.Count == pair.Second.Frames.Frames && pair.First.All(state => (uint)state < (uint)states.Count));
    }

    /// <summary>A part's states as alignments, whose scores are not kept.</summary>
    public static IReadOnlyList<StateAlignment> Alignments(IReadOnlyList<IReadOnlyList<int>> paths) => [.. paths.Select(path => new StateAlignment(path, 0))];
}

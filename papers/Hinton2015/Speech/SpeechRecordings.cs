using System.Runtime.InteropServices;
using Distill.Jobs;
using Distill.Runs;
using Distill.Speech.Features;
using Distill.Speech.Recordings;

namespace Hinton2015.Speech;

/// <summary>The utterances of an experiment, as normalised features, and strings joined from those of the speakers that no net hears in training.</summary>
/// <param name="Words">The words.</param>
/// <param name="Train">Single words.</param>
/// <param name="AtSpeeds">The same at each of some speeds, in the same order.</param>
/// <param name="Validation">Single words of other speakers.</param>
/// <param name="Test">Single words of yet others.</param>
/// <param name="ValidationStrings">The validation words, joined.</param>
/// <param name="TestStrings">The test words, joined.</param>
internal sealed record SpeechRecordings(
    IReadOnlyList<string> Words,
    IReadOnlyList<Utterance> Train,
    IReadOnlyList<(double Speed, IReadOnlyList<Utterance> Utterances)> AtSpeeds,
    IReadOnlyList<Utterance> Validation,
    IReadOnlyList<Utterance> Test,
    IReadOnlyList<Utterance> ValidationStrings,
    IReadOnlyList<Utterance> TestStrings)
{
    /// <summary>Reads a set that lists divide into three parts.</summary>
    /// <param name="data">A known name or a path.</param>
    /// <param name="strings">How words are joined; null for no strings.</param>
    /// <param name="speeds">At which speeds the training words are heard too.</param>
    /// <param name="context">Told of recordings read; its token is looked at between recordings.</param>
    /// <exception cref="DistillException">There is no such set, it is damaged, or a part is missing.</exception>
    public static SpeechRecordings Open(
        string data, ConnectedOptions? strings, IReadOnlyList<double> speeds, JobContext context)
    {
        var set = RecordingSet.Open(data);
        if (Enum.GetValues<RecordingPart>().Where(part => set.Recordings.All(recording => recording.Part != part)).ToList() is { Count: > 0 } missing)
        {
            throw new DistillException(
                $"{data} has no recordings in {string.Join(", ", missing).ToLowerInvariant()}. Give a set whose train.csv, val.csv and test.csv divide it by speakers.");
        }

        var (filterbank, done) = (new Filterbank(), 0L);
        var perturbed = speeds.Select(speed => (Speed: speed, Utterances: new List<Utterance>())).ToList();
        var (train, _) = Read(RecordingPart.Train, null);
        var (validation, validationStrings) = Read(RecordingPart.Validation, strings);
        var (test, testStrings) = Read(RecordingPart.Test, strings);
        return new SpeechRecordings(
            set.Words,
            train,
            [.. perturbed.Select(entry => (entry.Speed, FrameNormalisation.PerSpeaker(entry.Utterances)))],
            validation,
            test,
            validationStrings,
            testStrings);

        (IReadOnlyList<Utterance> Words, IReadOnlyList<Utterance> Strings) Read(RecordingPart part, ConnectedOptions? join)
        {
            var (clips, utterances) = (new List<Clip>(), new List<Utterance>());
            foreach (var clip in set.Read(part))
            {
                context.CancellationToken.ThrowIfCancellationRequested();
                utterances.Add(Utterance.Of(clip, filterbank));
                foreach (var (speed, list) in part == RecordingPart.Train ? perturbed : [])
                {
                    list.Add(speed == 1 ? utterances[^1] : Utterance.Of(clip.AtSpeed(speed), filterbank));
                }

                if (join is not null)
                {
                    clips.Add(clip);
                }

                context.Progress?.Report(new WorkProgress("reading recordings", ++done, set.Recordings.Count, "recordings"));
            }

            return (
                FrameNormalisation.PerSpeaker(utterances),
                join is not null ? FrameNormalisation.PerSpeaker([.. ConnectedStrings.Build(clips, join).Select(spoken => Utterance.Of(spoken, filterbank))]) : []);
        }
    }

    /// <summary>What the features of the parts are that frames get states in: single words, without strings.</summary>
    public IReadOnlyDictionary<string, Fingerprint> LabelledFingerprints() => new Dictionary<string, Fingerprint>
    {
        ["train"] = Of(Train),
        ["validation"] = Of(Validation),
        ["test"] = Of(Test),
    };

    /// <summary>What the features of each part are.</summary>
    public IReadOnlyDictionary<string, Fingerprint> Fingerprints() => new Dictionary<string, Fingerprint>(LabelledFingerprints())
    {
        ["validationStrings"] = Of(ValidationStrings),
        ["testStrings"] = Of(TestStrings),
    };

    private static Fingerprint Of(IReadOnlyList<Utterance> utterances)
    {
        using var builder = new FingerprintBuilder();
        foreach (var utterance in utterances)
        {
            builder.Add(utterance.Name).Add(utterance.Frames.Columns).Add(MemoryMarshal.AsBytes(utterance.Frames.Values));
        }

        return builder.Build();
    }
}

using Distill.Data;
using Distill.Evaluation;
using Distill.Images;
using Distill.Models;
using Distill.Runs;
using Distill.Speech.Keywords;
using Distill.Speech.Recordings;

namespace Distill.Experiments.Jobs;

/// <summary>Asks a model what is said in one recording, or in recordings without labels.</summary>
public static class RecogniseJob
{
    private const int MostWords = 3;

    /// <summary>Asks a model, where there is nothing to measure it by.</summary>
    /// <param name="model">The model's file.</param>
    /// <param name="data">A WAV file, or a folder or archive of them.</param>
    /// <param name="reading">How much of each recording the model sees.</param>
    /// <param name="progress">Told of the work.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>What it heard; null where the data are something else, or divided by lists, or lie in folders of the model's words.</returns>
    /// <exception cref="DistillException">A file is damaged or too short, the model takes examples of another shape, or does not name its classes.</exception>
    public static RecogniseOutcome? Run(
        string model, string data, DataOptions reading, IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(reading);
        var single = File.Exists(data) && RecordingSet.IsRecording(data);
        if (single)
        {
            reading.RefuseUnread(data, "a recording", seconds: true);
        }

        if (!single && (DataSets.Knows(data) || !RecordingSet.IsAt(data)))
        {
            return null;
        }

        model = ModelPath.Of(model);
        if (!OpenedTeacher.IsModelFile(model))
        {
            return !single ? null : throw new DistillException(
                $"{model} does not say what its classes are called, so its answer to {data} would be a number. Give a model of this toolkit (.safetensors).");
        }

        using var asked = ModelFile.Load(model);
        var set = RecordingSet.OpenClips(data);
        if (!single && set.Recordings.Any(recording => recording.Part is not null || asked.ClassNames.Contains(set.Words[recording.Word])))
        {
            return null;
        }

        var clips = KeywordSet.Whole(set, asked.ClassNames, new KeywordOptions { Seconds = reading.Seconds }, progress, cancellation);
        var answers = Predictor.Of(asked, Path.GetFileName(model)).Predict(new ExampleView(clips), progress: progress, cancellation: cancellation);
        var heard = clips.Recordings.Select((recording, row) => new HeardClip(
            recording.Name,
            recording.Word < 0 ? null : asked.ClassNames[recording.Word],
            Best(answers.LogProbabilities.Slice(row * answers.Classes, answers.Classes), asked.ClassNames)));
        return new RecogniseOutcome(asked.Spec!.Description, [.. heard.OrderBy(clip => clip.Clip, StringComparer.Ordinal)]);
    }

    private static HeardWord[] Best(ReadOnlySpan<float> logProbabilities, IReadOnlyList<string> words) =>
        [.. logProbabilities.ToArray().Zip(words, (value, word) => new HeardWord(word, Math.Exp(value))).OrderByDescending(heard => heard.Probability).Take(MostWords)];
}

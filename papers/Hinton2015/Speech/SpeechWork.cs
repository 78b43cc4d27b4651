using Distill.Data;
using Distill.Evaluation;
using Distill.Jobs;
using Distill.Jobs.Members;
using Distill.Jobs.Work;
using Distill.Models;
using Distill.Objectives;
using Distill.Runs;
using Distill.Speech.Acoustics;
using Distill.Speech.Alignment;
using Distill.Speech.Recordings;
using Distill.Teachers;
using Distill.Training;

namespace Hinton2015.Speech;

/// <summary>What all parts of an experiment with speech share: recordings, states, nets, and where things go.</summary>
internal sealed class SpeechWork<TPlan>(
    TPlan plan,
    LabelsPlan labels,
    NetworkSpec network,
    RunDirectory run,
    SpeechRecordings recordings,
    JobContext context)
{
    private const int Batch = 4096;

    private readonly Dictionary<string, string> identities = new(StringComparer.Ordinal);

    private StateLabels? stateLabels;
    private SpeechFrames? frames;

    public TPlan Plan => plan;

    public RunDirectory Run => run;

    /// <summary>Who hears of it, and what ends it.</summary>
    public JobContext Context => context;

    /// <summary>The classes.</summary>
    public StateMap States { get; } = new(recordings.Words, labels.StatesPerWord, labels.SilenceStates);

    /// <summary>The states of all frames: those of the run, or found now.</summary>
    public StateLabels Labels
    {
        get
        {
            return stateLabels ??= Find();

            StateLabels Find()
            {
                var (path, identity) = (run.PathOf(StateLabels.FileName), LabelsIdentity());
                if (!File.Exists(path))
                {
                    RunJson.Write(path, new StateLabelling(labels, network, recordings, States, run, context).Run() with { DecidedBy = identity });
                }

                var found = StateLabels.Read(path, recordings, States);
                FinishedWork.Require($"the alignment of frames in {path}", found.DecidedBy, identity, path);
                return found;
            }
        }
    }

    /// <summary>The frames with their states.</summary>
    public SpeechFrames Frames => frames ??= new SpeechFrames(recordings, States, Labels);

    /// <summary>The layers of every net.</summary>
    public string Network => network.Describe(ExampleShape.Features(SplicedSource.DefaultFrames * recordings.Train[0].Frames.Columns), States.Count);

    /// <summary>Every net.</summary>
    public ModelSpec Spec => new(Frames.Train.Shape, Frames.Train.ClassNames, Normalisation.None, network);

    /// <summary>The recordings, in numbers.</summary>
    public static SpeechData Describe(string set, SpeechRecordings recordings)
    {
        return new SpeechData(
            set,
            recordings.Words.Count,
            Counts(utterances => utterances.Select(utterance => utterance.Speaker).Distinct(StringComparer.Ordinal).Count()),
            Counts(utterances => utterances.Count),
            Counts(utterances => utterances.Sum(utterance => (long)utterance.Frames.Frames)));

        SpeechCounts Counts(Func<IReadOnlyList<Utterance>, long> count) =>
            new(count(recordings.Train), count(recordings.Validation), count(recordings.Test));
    }

    /// <summary>Trains a net, resumes, or finds it trained.</summary>
    public RunDirectory Trained(MemberTraining training, string label) => training.In(run, context.Named(label)).Run;

    /// <summary>Nets on the labels of some frames, one a seed.</summary>
    public IReadOnlyList<string> OnLabels(string id, ExampleView view, TrainingOptions training, IReadOnlyList<long> seeds) =>
    [
        .. seeds.Select(seed => Trained(
            new MemberTraining(id, Spec, view, null, new HardLabels(), null, training with { Seed = seed }), $"{id} {seed}").ModelPath),
    ];

    /// <summary>What a model answers.</summary>
    public SpeechAnswers Answers(string path)
    {
        using var model = ModelFile.Load(path);
        return SpeechAnswers.Of(Predictor.Of(model), Frames, Batch, context.Named("evaluating"));
    }

    /// <summary>A model's answers for some frames.</summary>
    public Predictions Predict(string path, ExampleView view)
    {
        using var model = ModelFile.Load(path);
        return Predictor.Of(model).Predict(view, Batch, context.Named("evaluating").Progress, context.CancellationToken);
    }

    /// <summary>How a model does on the test speakers: from the run's files, or measured now.</summary>
    public SpeechMeasure Measured(string path) => Measured(path, () => Answers(path));

    /// <summary>The same of a model whose answers may be there already.</summary>
    public SpeechMeasure Measured(string path, Func<SpeechAnswers> answers) => Measured($"{Path.GetFileName(Path.GetDirectoryName(path))}", [path], answers);

    /// <summary>The same of any answers.</summary>
    /// <param name="name">The file's name.</param>
    /// <param name="models">The models that give the answers.</param>
    /// <param name="answers">Asked where the run does not hold the measure.</param>
    public SpeechMeasure Measured(string name, IReadOnlyList<string> models, Func<SpeechAnswers> answers)
    {
        var views = new[] { Frames.Train, Frames.Test, Frames.ValidationStrings, Frames.TestStrings };
        var identity = Fingerprint.Of([.. models.Select(Identity), .. views.Select(view => view.Fingerprint.Value)]).Value;
        var path = run.MeasurePath(name);
        if (File.Exists(path) && RunJson.Read<SpeechMeasure>(path) is var known && known.Model == identity && known.RightFrames.Count == recordings.Test.Count)
        {
            return known;
        }

        var measure = SpeechMeasure.Of(identity, answers(), Frames);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        RunJson.Write(path, measure);
        return measure;
    }

    /// <summary>An ensemble of models, which the caller disposes with them.</summary>
    public static EnsembleTeacher Ensemble(IReadOnlyList<string> models, Precision precision) =>
        new([.. models.Select(path => new ModelTeacher(ModelFile.Load(path), precision))], EnsembleMean.Arithmetic);

    private WorkIdentity LabelsIdentity() => new(
    [
        new("words", string.Join(' ', recordings.Words)),
        .. recordings.LabelledFingerprints().Select(part => KeyValuePair.Create($"{part.Key} recordings", part.Value.Value)),
        .. WorkIdentity.Values("labels ", labels with { Training = labels.Training with { CheckpointMinutes = 0 } }),
        .. WorkIdentity.Values("network ", network),
    ]);

    // An ensemble asks for its members' again and again.
    private string Identity(string path)
    {
        if (!identities.TryGetValue(path, out var identity))
        {
            using var model = ModelFile.Load(path);
            identities[path] = identity = model.Fingerprint().Value;
        }

        return identity;
    }
}

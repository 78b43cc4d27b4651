using Distill.Data;
using Distill.Evaluation;
using Distill.Models;
using Distill.Objectives;
using Distill.Speech.Acoustics;
using Distill.Speech.Alignment;
using Distill.Speech.Decoding;
using Distill.Speech.Features;
using Distill.Speech.Recordings;
using Distill.Speech.Tests.Recordings;
using Distill.Targets;
using Distill.Teachers;
using Distill.Training;

namespace Distill.Speech.Tests;

/// <summary>From sound to words with what the library has for all data: nets, ensembles, stored targets, distillation.</summary>
public sealed class EndToEndTests
{
    private const int Words = 4;

    private static readonly StateMap States = new([.. ToneWords.Words.Take(Words)], statesPerWord: 4, silenceStates: 1);
    private static readonly TrainingOptions Options = new() { Duration = Duration.Epochs(3), BatchSize = 128 };

    [Fact]
    public void An_ensemble_is_distilled_into_a_net_that_recognises_words_of_new_speakers()
    {
        var utterances = Clips.Utterances(Clips.Of(Words, speakers: [0, 1, 2, 3], takes: 4));
        var hmm = GaussianHmm.Train(utterances, States);
        var alignments = hmm.Align(utterances);
        var train = new ExampleView(new SplicedSource("train", utterances, alignments, States, before: 5, after: 2));
        using var ensemble = new EnsembleTeacher([.. new long[] { 1, 2 }.Select(seed => new ModelTeacher(Trained(train, seed)))]);
        using var folder = new TemporaryFolder();
        Labeller.Label(folder.File("targets"), train, ensemble, new TargetStoreOptions());
        using var stored = StoredTeacher.Open(folder.File("targets"), train);
        using var student = Classifier.Build(Spec(train), seed: 3);
        using var trainer = new Trainer(new TrainingTask(student, train, new Distillation(temperature: 2, hardWeight: 0.5), Options) { Teacher = stored });
        trainer.Run();

        // The net's own alignment is near that of the Gaussians.
        var priors = StatePriors.Count(States, alignments);
        var aligner = new ForcedAligner(States, hmm.Transitions);
        var realigned = Scores(student, (SplicedSource)train.Source, priors).Select((scores, i) => aligner.Align(scores, utterances[i].Words, utterances[i].Name));
        var frames = realigned.Zip(alignments).SelectMany(pair => pair.First.States.Zip(pair.Second.States)).ToArray();
        Assert.InRange(frames.Count(frame => frame.First == frame.Second) / (double)frames.Length, 0.7, 1);

        var test = Clips.Of(Words, speakers: [4, 5], takes: 3);
        var isolated = Clips.Utterances(test);
        var decoder = new Decoder(States, hmm.Transitions, wordPenalty: 5);
        var alone = ScoresOf(student, isolated, priors).Select((scores, i) => WordErrors.Between(isolated[i].Words, decoder.DecodeWord(scores).Words));
        Assert.InRange(WordErrors.Sum(alone).Rate, 0, 0.1);

        var connected = FrameNormalisation.PerSpeaker([.. ConnectedStrings.Build(test).Select(words => Utterance.Of(words, new Filterbank()))]);
        var joined = ScoresOf(student, connected, priors).Select((scores, i) => WordErrors.Between(connected[i].Words, decoder.DecodeString(scores).Words));
        Assert.InRange(WordErrors.Sum(joined).Rate, 0, 0.15);
    }

    private static IReadOnlyList<FrameMatrix> ScoresOf(Classifier model, IReadOnlyList<Utterance> utterances, StatePriors priors) =>
        Scores(model, new SplicedSource("test", utterances, null, States, before: 5, after: 2), priors);

    private static IReadOnlyList<FrameMatrix> Scores(Classifier model, SplicedSource source, StatePriors priors) =>
        priors.Scores(source, Predictor.Of(model).Predict(new ExampleView(source)));

    private static Classifier Trained(ExampleView train, long seed)
    {
        var model = Classifier.Build(Spec(train), seed);
        using var trainer = new Trainer(new TrainingTask(model, train, new HardLabels(), Options));
        trainer.Run();
        return model;
    }

    private static ModelSpec Spec(ExampleView view) => new(view.Shape, view.ClassNames, Normalisation.None, new MlpSpec { Widths = [48] });
}

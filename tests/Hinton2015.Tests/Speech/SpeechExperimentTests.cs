using System.Text.Json;
using Distill.Runs;
using Distill.Speech.Alignment;
using Distill.Speech.Recordings;
using Experiments;
using Hinton2015.Speech;

namespace Hinton2015.Tests.Speech;

public sealed class SpeechExperimentTests
{
    private static readonly SpeechExperiment Small = new SpeechExperiment().Smoke();

    private static readonly Lazy<SpeechRecordings> Recordings =
        new(() => SpeechRecordings.Open(KnownRecordings.ToneWords, new ConnectedOptions(), Small.Students.Speeds, new()));

    [Fact]
    public void All_parts_fill_their_figures()
    {
        using var folder = new TemporaryFolder();
        var results = Run(folder.Path, Small);
        var recordings = Recordings.Value;
        Assert.True(results.Smoke);
        Assert.Equal((recordings.Words.Count * 4) + 1, results.States);
        Assert.Equal(recordings.Test.Sum(utterance => (long)utterance.Frames.Frames), results.Frames.Test);
        Assert.Equal((6, 2, 2), (results.Data.Speakers.Train, results.Data.Speakers.Validation, results.Data.Speakers.Test));
        Assert.Equal(recordings.Train.Count, results.Data.Utterances.Train);
        foreach (var (scores, seeds) in new[] { (results.Baseline!, 2), (results.Ensemble!, 1), (results.Distilled!, 2), (results.Plain!, 2), (results.Longer!, 1) })
        {
            Assert.Equal((seeds, seeds, seeds, seeds), (scores.FrameAccuracy.Count, scores.Wer.Count, scores.IsolatedWer.Count, scores.WordErrors.Count));
            Assert.All(scores.FrameAccuracy, accuracy => Assert.InRange(accuracy, 0.3, 1));
            Assert.All(scores.Wer.Zip(scores.WordErrors), pair =>
                Assert.Equal((double)(pair.Second.Substitutions + pair.Second.Insertions + pair.Second.Deletions) / pair.Second.Words, pair.First, 1e-12));
            Assert.All(scores.WordErrors, errors => Assert.Equal(recordings.Test.Count, errors.Words));
        }

        Assert.Equal([1, 2], results.BySize!.Select(size => size.Members));
        Assert.Equal(results.Baseline!.FrameAccuracy[0], results.BySize![0].FrameAccuracy, 1e-3);
        Assert.Equal(results.Ensemble!.FrameAccuracy[0], results.BySize[1].FrameAccuracy, 1e-12);
        Assert.Equal([1, 2], results.ByTemperature!.Select(entry => entry.Temperature));
        Assert.Equal(results.ByTemperature!.MaxBy(entry => entry.ValidationFrameAccuracy.Average())!.Temperature, results.Temperature);
        Assert.Equal(
            [("baseline", "ensemble"), ("baseline", "distilled"), ("ensemble", "distilled"), ("plain", "distilled"), ("baseline", "longer")],
            results.Differences!.Select(difference => (difference.First, difference.Second)));
        var (alone, together, one) = (results.Baseline.FrameAccuracy.Average(), results.Ensemble.FrameAccuracy[0], results.Distilled!.FrameAccuracy.Average());
        Assert.Equal(one - alone, results.Differences![1].FrameErrorRate.Estimate, 1e-9);
        if (together > alone)
        {
            Assert.Equal((one - alone) / (together - alone), results.Transferred!.Estimate, 1e-9);
        }

        // The chosen temperature's students on the recordings as they are were among those it was chosen from.
        Assert.Equal(results.ByTemperature!.Single(entry => entry.Temperature == results.Temperature).FrameAccuracy, results.Plain!.FrameAccuracy.Take(2));
        Assert.NotEqual(results.Plain.FrameAccuracy, results.Distilled.FrameAccuracy);
        Assert.Equal(Small.Students.Speeds, results.Speeds);
        Assert.Single(results.Alignment!.Moved);
        Assert.InRange(results.Alignment.SilenceShare, 0.05, 0.8);
        Assert.Equal(SpeechRunner.Parts.Order(), results.MinutesByPart.Keys.Order());
    }

    [Fact]
    public void Recordings_at_other_speeds_are_examples_of_the_same_states()
    {
        using var folder = new TemporaryFolder();
        Run(folder.Path, Small, ["labels"]);
        var recordings = Recordings.Value;
        var states = new StateMap(recordings.Words, Small.Labels.StatesPerWord, Small.Labels.SilenceStates);
        var frames = new SpeechFrames(recordings, states, StateLabels.Read(RunDirectory.Open(folder.Path).PathOf(StateLabels.FileName), recordings, states));
        Assert.Equal([0.9, 1], recordings.AtSpeeds.Select(entry => entry.Speed));
        var slow = recordings.AtSpeeds[0].Utterances.Sum(utterance => utterance.Frames.Frames);
        Assert.Equal(frames.Train.Count + slow, frames.Transfer.Count);
        Assert.InRange(slow, 1.05 * frames.Train.Count, 1.15 * frames.Train.Count);

        // At the speed of 1 they are the training examples themselves; at another the states keep their shares.
        var (train, transfer) = (frames.Train.Labels(), frames.Transfer.Labels());
        Assert.Equal(train, transfer[slow..]);
        var own = recordings.AtSpeeds.Single(entry => entry.Speed == 1).Utterances;
        Assert.All(own.Zip(recordings.Train), pair => Assert.True(pair.First.Frames.Values.SequenceEqual(pair.Second.Frames.Values)));
        for (var state = 0; state < states.Count; state++)
        {
            Assert.Equal((double)train.Count(label => label == state) / train.Length, (double)transfer[..slow].Count(label => label == state) / slow, 0.01);
        }

        var unperturbed = new SpeechFrames(
            recordings with { AtSpeeds = [(1, own)] }, states, StateLabels.Read(RunDirectory.Open(folder.Path).PathOf(StateLabels.FileName), recordings, states));
        Assert.Equal(frames.Train.Fingerprint, unperturbed.Transfer.Fingerprint);
    }

    [Fact]
    public void The_states_are_those_of_forced_alignments()
    {
        using var folder = new TemporaryFolder();
        Run(folder.Path, Small, ["labels"]);
        var (recordings, run) = (Recordings.Value, RunDirectory.Open(folder.Path));
        var states = new StateMap(recordings.Words, Small.Labels.StatesPerWord, Small.Labels.SilenceStates);
        var labels = StateLabels.Read(run.PathOf(StateLabels.FileName), recordings, states);
        foreach (var (path, utterance) in labels.Test.Zip(recordings.Test))
        {
            // Silence, all states of the word in their order, silence.
            var word = path.Where(state => state < states.Silence).ToArray();
            Assert.Equal(Enumerable.Range(0, states.StatesPerWord).Select(state => states.Class(utterance.Words[0], state)), word.Distinct());
            Assert.Equal(word.Order(), word);
        }
    }

    [Fact]
    public void States_of_other_recordings_or_a_damaged_file_are_refused()
    {
        using var folder = new TemporaryFolder();
        Run(folder.Path, Small, ["labels"]);
        var (recordings, path) = (Recordings.Value, RunDirectory.Open(folder.Path).PathOf(StateLabels.FileName));
        var states = new StateMap(recordings.Words, Small.Labels.StatesPerWord, Small.Labels.SilenceStates);
        var labels = StateLabels.Read(path, recordings, states);
        foreach (var wrong in new[]
        {
            labels with { Test = [.. labels.Test.Skip(1)] },
            labels with { Train = [.. labels.Train.Skip(1).Prepend([.. labels.Train[0].Select(_ => states.Count)])] },
            labels with { Validation = [.. labels.Validation.Skip(1).Prepend([.. labels.Validation[0].Skip(1)])] },
            labels with { Validation = [.. labels.Validation.Skip(1).Prepend(null!)] },
        })
        {
            RunJson.Write(path, wrong);
            Assert.Contains("Delete it", Assert.Throws<DistillException>(() => StateLabels.Read(path, recordings, states)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Interrupted_again_and_again_it_ends_with_the_same_figures()
    {
        string[] parts = ["distilled"];
        using var whole = new TemporaryFolder();
        using var broken = new TemporaryFolder();
        var expected = Figures(Run(whole.Path, Small, parts));
        for (var interruptions = 0; ; interruptions++)
        {
            Assert.True(interruptions < 60, "the experiment never ends");
            using var stop = new CancellationTokenSource();
            try
            {
                Assert.Equal(expected, Figures(Run(broken.Path, Small, parts, new StopAfter(10 + (30 * interruptions), stop), stop.Token)));
                Assert.True(interruptions > 0, "it was never interrupted");
                break;
            }
            catch (OperationCanceledException)
            {
                // The next attempt gets a little further.
            }
        }
    }

    [Fact]
    public void All_that_is_out_of_range_is_named_at_once()
    {
        var error = Assert.Throws<DistillException>(() => ExperimentPlan.Changed<SpeechExperiment>(
            smoke: false,
            [
                "seeds=[1]", "labels.statesPerWord=0", "labels.realignments=99", "students.temperatures=[]", "students.hardWeight=2", "students.seeds=[1,1]", "students.speeds=[1,3]",
                "baseline.training.batchSize=0",
            ]));
        foreach (var problem in new[]
        {
            "seeds is [1]", "labels.statesPerWord", "labels.realignments is 99", "students.temperatures is []", "students.seeds is [1, 1]", "students.speeds is [1, 3]", "baseline.training.batchSize",
        })
        {
            Assert.Contains(problem, error.Message, StringComparison.Ordinal);
        }
    }

    private static SpeechResults Run(
        string folder, SpeechExperiment experiment, IReadOnlyCollection<string>? parts = null, IProgress<WorkProgress>? progress = null, CancellationToken? cancellationToken = null)
    {
        var run = RunDirectory.IsRun(folder) ? RunDirectory.Open(folder) : RunDirectory.CreateAt(folder, Manifests.Of(experiment));
        return SpeechRunner.Run(experiment, parts, run, Recordings.Value, new() { Progress = progress, CancellationToken = cancellationToken ?? TestContext.Current.CancellationToken });
    }

    private static string Figures(SpeechResults results) =>
        JsonSerializer.Serialize(results with { MinutesByPart = new Dictionary<string, double>(), Provenance = null }, RunJson.Options);
}

using Distill.Runs;
using Distill.Speech.Acoustics;
using Distill.Speech.Alignment;
using Distill.Speech.Recordings;
using Experiments;
using Hinton2015.Regularizer;
using Hinton2015.Speech;

namespace Hinton2015.Tests.Regularizer;

public sealed class RegularizerExperimentTests
{
    private static readonly RegularizerExperiment Small = new RegularizerExperiment().Smoke();

    private static readonly Lazy<SpeechRecordings> Recordings = new(() => SpeechRecordings.Open(KnownRecordings.ToneWords, null, [], new()));

    [Fact]
    public void All_parts_fill_their_figures()
    {
        using var folder = new TemporaryFolder();
        var results = Run(folder.Path, Small);
        Assert.Equal([1L, 2], results.Full!.BySeed.Select(seed => seed.Seed));
        Assert.Equal(0.03, results.Share);
        Assert.Equal([ShareUnit.Recordings, ShareUnit.Frames], results.Units!.Select(unit => unit.Unit));
        Assert.All(results.Units!, unit =>
        {
            Assert.Equal([1L, 2], unit.Hard.BySeed.Select(seed => seed.Seed));
            Assert.Equal([101L, 102], unit.Soft.BySeed.Select(seed => seed.Seed));
            Assert.Equal(unit.Soft.Test / results.Full.Test, unit.OfFull.Estimate, 1e-9);
            Assert.Equal(
                [("hard", "soft"), ("hard, stopped early", "soft"), ("full", "soft")], unit.Differences.Select(difference => (difference.First, difference.Second)));
            Assert.Equal(unit.Soft.Test - results.Full.Test, unit.Differences[2].FrameErrorRate.Estimate, 1e-9);
            if (unit.OfGap is { } gap)
            {
                Assert.Equal((unit.Soft.Test - unit.Hard.FinalTest) / (results.Full.Test - unit.Hard.FinalTest), gap.Estimate, 1e-9);
            }
        });
        Assert.All(results.Units!.SelectMany(unit => unit.Hard.BySeed.Concat(unit.Soft.BySeed)).Concat(results.Full.BySeed), seed =>
        {
            Assert.InRange(seed.Train, 0.05, 1);
            Assert.InRange(seed.Test, 0.05, 1);
            Assert.InRange(seed.BestTest, 0.05, 1);
        });
        // A share of one kind is not taken for one of the other.
        Assert.NotEqual(results.Units![0].Hard.BySeed[0], results.Units![1].Hard.BySeed[0]);
        Assert.Equal(
            [
                ("full", null, 1), ("hard", ShareUnit.Recordings, 0.03), ("soft", ShareUnit.Recordings, 0.03), ("hard", ShareUnit.Frames, 0.03), ("soft", ShareUnit.Frames, 0.03),
            ],
            results.Curves!.Select(curve => (curve.Id, curve.Unit, curve.Share)));
        Assert.Equal([1, 2, 3], results.Curves![1].Points.Select(point => point.Epoch));
        Assert.Equal(
            [(ShareUnit.Recordings, 0.03), (ShareUnit.Recordings, 0.3), (ShareUnit.Frames, 0.03), (ShareUnit.Frames, 0.3)],
            results.ByShare!.Select(entry => (entry.Unit, entry.Share)));
        Assert.Equal(results.Units![1].Hard.BySeed[0], results.ByShare![2].Hard.BySeed[0]);
        Assert.InRange(results.ByShare[3].Frames, 0.29 * results.Data.Frames.Train, 0.31 * results.Data.Frames.Train);
        // By so little data the labels of more win over those of less.
        Assert.True(results.ByShare[3].Hard.BestTest > results.ByShare[2].Hard.BestTest);
        Assert.Equal(RegularizerRunner.Parts.Order(), results.MinutesByPart.Keys.Order());
    }

    [Fact]
    public void A_student_of_another_temperature_is_not_taken_up()
    {
        using var folder = new TemporaryFolder();
        var run = RegularizerRunner.Experiment.Create(folder.File("run"), folder.Path, Small);
        var first = run.MemberPath("soft-0.03-recordings", 101);
        using (var stop = new CancellationTokenSource())
        {
            var stopping = new StopWhen(() => RunDirectory.IsRun(first) && RunDirectory.Open(first).ReadManifest().Status == RunStatus.Done, stop);
            Assert.Throws<OperationCanceledException>(() => RegularizerRunner.Run(Small, ["share"], run, Recordings.Value, new() { Progress = stopping, CancellationToken = stop.Token }));
        }

        var (_, changed) = RegularizerRunner.Experiment.Change(run.Path, ["temperature=20", "hardWeight=0.5"]);
        var refused = Assert.Throws<DistillException>(() => RegularizerRunner.Run(changed, ["share"], run, Recordings.Value, new() { CancellationToken = TestContext.Current.CancellationToken })).Message;

        Assert.Contains("objective: soft targets at T = 5, labels at weight 0 there, soft targets at T = 20, labels at weight 0.5 now", refused, StringComparison.Ordinal);
        Assert.Contains($"delete {first} to do it again", refused, StringComparison.Ordinal);

        var (_, back) = RegularizerRunner.Experiment.Change(run.Path, ["temperature=5", "hardWeight=0"]);
        var results = RegularizerRunner.Run(back, ["share"], run, Recordings.Value, new() { CancellationToken = TestContext.Current.CancellationToken });
        Assert.Equal((5.0, 2), (results.Temperature!.Value, results.Units![0].Soft.BySeed.Count));
    }

    [Fact]
    public void Frames_aligned_by_another_plan_are_not_taken_up()
    {
        using var folder = new TemporaryFolder();
        var run = RegularizerRunner.Experiment.Create(folder.File("run"), folder.Path, Small);
        RegularizerRunner.Run(Small, ["labels"], run, Recordings.Value, new() { CancellationToken = TestContext.Current.CancellationToken });
        File.Delete(run.PathOf("regularizer.json"));
        var other = Small with { Labels = Small.Labels with { Realignments = 0 } };

        var refused = Assert.Throws<DistillException>(() => RegularizerRunner.Run(other, ["labels"], run, Recordings.Value, new() { CancellationToken = TestContext.Current.CancellationToken })).Message;

        Assert.Contains("labels realignments: 1 there, 0 now", refused, StringComparison.Ordinal);
    }

    [Fact]
    public void A_share_of_recordings_holds_whole_recordings_of_every_word()
    {
        var recordings = Recordings.Value;
        var states = new StateMap(recordings.Words, 4, 1);
        var even = recordings.Train.Select(utterance => (IReadOnlyList<int>)[.. Enumerable.Repeat(0, utterance.Frames.Frames)]).ToList();
        var frames = new SpeechFrames(recordings, states, new StateLabels(new SpeechAlignment(1, 0, [], 0), even, [], []) with
        {
            Validation = [.. recordings.Validation.Select(utterance => (IReadOnlyList<int>)[.. Enumerable.Repeat(0, utterance.Frames.Frames)])],
            Test = [.. recordings.Test.Select(utterance => (IReadOnlyList<int>)[.. Enumerable.Repeat(0, utterance.Frames.Frames)])],
        });
        var source = (SplicedSource)frames.Train.Source;

        var share = DataShares.Draw(frames, 0.1, ShareUnit.Recordings, seed: 1);

        var rows = Enumerable.Range(0, share.Count).Select(position => share.Row(position)).ToHashSet();
        var chosen = Enumerable.Range(0, source.Utterances).Where(utterance => rows.Contains(source.Rows(utterance).First)).ToList();
        Assert.Equal(rows.Count, chosen.Sum(utterance => source.Rows(utterance).Count));
        Assert.All(chosen, utterance => Assert.All(Enumerable.Range(source.Rows(utterance).First, source.Rows(utterance).Count), row => Assert.Contains(row, rows)));
        // A tenth of 36 of each word.
        Assert.Equal(Enumerable.Range(0, recordings.Words.Count).SelectMany(word => Enumerable.Repeat(word, 4)), chosen.Select(utterance => recordings.Train[utterance].Words[0]).Order());
        Assert.Equal(share.Fingerprint, DataShares.Draw(frames, 0.1, ShareUnit.Recordings, seed: 1).Fingerprint);
        Assert.NotEqual(share.Fingerprint, DataShares.Draw(frames, 0.1, ShareUnit.Recordings, seed: 2).Fingerprint);
    }

    [Fact]
    public void One_kind_of_share_alone_can_be_asked_for() =>
        Assert.Equal([ShareUnit.Frames], ExperimentPlan.Changed<RegularizerExperiment>(smoke: false, ["units=[\"frames\"]"]).Units);

    [Fact]
    public void All_that_is_out_of_range_is_named_at_once()
    {
        var error = Assert.Throws<DistillException>(() => ExperimentPlan.Changed<RegularizerExperiment>(
            smoke: false, ["share=0", "units=[]", "shareSeeds=[9]", "watchedFrames=5", "temperature=0", "hard.batchSize=0"]));
        foreach (var problem in new[] { "share and shares are 0", "units is []", "shareSeeds is [9]", "watchedFrames is 5", "hard.batchSize" })
        {
            Assert.Contains(problem, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Recordings_that_nobody_divided_are_refused()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.File("yes"));
        File.WriteAllBytes(folder.File("yes/a.wav"), []);
        var error = Assert.Throws<DistillException>(() => SpeechRecordings.Open(folder.Path, null, [], new() { CancellationToken = TestContext.Current.CancellationToken }));
        Assert.Contains("train, validation, test", error.Message, StringComparison.Ordinal);
    }

    private static RegularizerResults Run(string folder, RegularizerExperiment experiment) => RegularizerRunner.Run(
        experiment, null, RunDirectory.CreateAt(folder, Manifests.Of(experiment)), Recordings.Value, new() { CancellationToken = TestContext.Current.CancellationToken });
}

using System.Text.Json.Nodes;
using Distill.Data;
using Distill.Data.Glyphs;
using Distill.Jobs.Members;
using Distill.Models;
using Distill.Objectives;
using Distill.Runs;
using Distill.Teachers;
using Distill.Training;

namespace Distill.Jobs.Tests.Jobs;

public sealed class MemberTrainingTests : IDisposable
{
    private static readonly ExampleView Examples = Glyphs(0), Others = Glyphs(1000);

    private static readonly ModelSpec Spec = new(Examples.Shape, [.. Examples.ClassNames], new Normalisation([0.3], [0.3]), new MlpSpec { Widths = [8] });

    private readonly TemporaryFolder folder = new();
    private readonly ModelTeacher teacher = new(Classifier.Build(Spec, seed: 5), name: "teacher");
    private readonly RunDirectory parent;

    public MemberTrainingTests() => parent = RunDirectory.CreateAt(folder.File("run"), Manifest());

    private MemberTraining Member => new(
        "soft", Spec, Examples, Others, new Distillation(5, 0), teacher, new TrainingOptions { Duration = Duration.Steps(2), BatchSize = 16 })
    {
        Watched = new Dictionary<string, ExampleView> { ["test"] = Others },
        Finish = ("nothing is changed", _ => { }
        ),
    };

    public void Dispose()
    {
        teacher.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void What_is_done_is_taken_up_however_often_checkpoints_are_written()
    {
        Train(Member);
        var written = File.GetLastWriteTimeUtc(RunDirectory.Open(parent.MemberPath("soft", 1)).ModelPath);
        Train(Member with { Options = Member.Options with { CheckpointMinutes = 77 } });
        Assert.Equal(written, File.GetLastWriteTimeUtc(RunDirectory.Open(parent.MemberPath("soft", 1)).ModelPath));
    }

    [Fact]
    public void Whatever_decides_it_is_compared_and_named()
    {
        Train(Member);
        using var other = new ModelTeacher(Classifier.Build(Spec, seed: 6), name: "teacher");
        var start = Path.Combine(folder.Path, "start.safetensors");
        using (var model = Classifier.Build(Spec, seed: 7))
        {
            ModelFile.Save(start, model);
        }

        foreach (var (changed, named) in new (MemberTraining, string)[]
        {
            (Member with { Objective = new Distillation(20, 0) }, "objective: soft targets at T = 5, labels at weight 0 there, soft targets at T = 20, labels at weight 0 now"),
            (Member with { Objective = new Distillation(5, 0.5) }, "labels at weight 0.5 now"),
            (Member with { Objective = new LogitMatching() }, "matching of logits now"),
            (Member with { Teacher = other }, $"teacher: {teacher.Fingerprint} there, {other.Fingerprint} now"),
            (Member with { Examples = Others }, $"training examples: {Examples.Fingerprint} there, {Others.Fingerprint} now"),
            (Member with { HeldOut = Examples }, "held-out examples: "),
            (Member with { Watched = new Dictionary<string, ExampleView>() }, "watched examples 'test': "),
            (Member with { Start = MemberTraining.StartAt(start) }, "starts from: random weights there"),
            (Member with { Spec = Spec with { Normalisation = Normalisation.None } }, "student normalisation.mean: [0.3] there, [0] now"),
            (Member with { Spec = Spec with { Network = new MlpSpec { Widths = [9] } } }, "student network.widths: [8] there, [9] now"),
            (Member with { Options = Member.Options with { BatchSize = 17 } }, "option batchSize: 16 there, 17 now"),
            (Member with { Finish = ("all is changed", _ => { }) }, "done at the end: nothing is changed there, all is changed now"),
            (Member with { Finish = null }, "done at the end: nothing is changed there, nothing now"),
        })
        {
            var message = Assert.Throws<DistillException>(() => Train(changed)).Message;
            Assert.Contains("was finished by another plan: ", message, StringComparison.Ordinal);
            Assert.Contains(named, message, StringComparison.Ordinal);
            Assert.Contains($"delete {parent.MemberPath("soft", 1)} to do it again", message, StringComparison.Ordinal);
        }

        Train(Member);
    }

    [Fact]
    public void One_that_an_earlier_version_finished_is_not_known_to_be_the_same()
    {
        Train(Member);
        var path = RunDirectory.Open(parent.MemberPath("soft", 1)).ManifestPath;
        var manifest = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        Assert.True(manifest.Remove("identity"));
        File.WriteAllText(path, manifest.ToJsonString());

        var message = Assert.Throws<DistillException>(() => Train(Member)).Message;

        Assert.Contains($"earlier version ({RunVersions.Current().Distill})", message, StringComparison.Ordinal);
        Assert.Contains("cannot be known. Delete ", message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_that_has_no_checkpoint_yet_is_what_is_asked_for_now()
    {
        var begun = Member with { Options = Member.Options with { BatchSize = 20 } };
        using (var stop = new CancellationTokenSource())
        {
            Assert.Throws<OperationCanceledException>(() => begun.In(parent, new() { Progress = new StopAfter(1, stop), CancellationToken = stop.Token }));
        }

        var member = RunDirectory.Open(parent.MemberPath("soft", 1));
        Directory.Delete(member.CheckpointsPath, recursive: true);
        Train(Member);
        Assert.Equal(16, member.ReadManifest().Configuration.GetProperty("training").GetProperty("batchSize").GetInt32());
        Train(Member);
    }

    private void Train(MemberTraining member) => member.In(parent, new() { CancellationToken = TestContext.Current.CancellationToken });

    private static RunManifest Manifest() => Manifests.Of(new TrainingOptions());

    private static ExampleView Glyphs(long first) => new(new GlyphSource(new GlyphOptions { Count = 64, First = first }).InMemory());
}

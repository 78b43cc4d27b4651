using System.Text.Json;
using Distill.Jobs.Specialists;
using Distill.Models;
using Distill.Runs;
using Distill.Specialists;

namespace Distill.Jobs.Tests.Specialists;

public sealed class SpecialistWorkerTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void All_are_trained_from_the_generalist_each_on_its_classes()
    {
        var run = SmallSpecialists.Assigned(folder.File("run"));
        var outcome = Train(run);

        Assert.Equal([1, 2, 3], outcome.Trained);
        Assert.Equal((0, 0), (outcome.Done.Count, outcome.Held.Count));
        for (var specialist = 0; specialist < 3; specialist++)
        {
            var member = RunDirectory.Open(run.MemberPath(specialist));
            using var model = ModelFile.Load(member.ModelPath);
            Assert.Equal([.. run.Sets[specialist].ToArray().Select(number => SmallSpecialists.Examples.ClassNames[number]), SpecialistSource.Dustbin], model.ClassNames);
            Assert.Equal(run.Assignment.Generalist.Fingerprint.Value, (string?)ModelFile.ReadFacts(member.ModelPath)!["start"]);
        }

        var again = Train(run);
        Assert.Equal((0, 3, 0), (again.Trained.Count, again.Done.Count, again.Held.Count));
    }

    [Fact]
    public void Members_from_elsewhere_are_compared_with_the_plan()
    {
        var run = SmallSpecialists.Trained(folder.File("run"));
        var other = SmallSpecialists.Assigned(folder.File("other"), SmallSpecialists.Plan with { Passes = 2 });
        Directory.Move(Path.Combine(run.Run.Path, "members"), Path.Combine(other.Run.Path, "members"));

        // Generalist, classes, options and objective are the same.
        var mistake = Assert.Throws<DistillException>(() => Train(other)).Message;
        Assert.Contains("was finished by another plan: training examples: ", mistake, StringComparison.Ordinal);
        Assert.Contains($"delete {other.MemberPath(0)} to do it again", mistake, StringComparison.Ordinal);
    }

    [Fact]
    public void What_another_process_holds_is_left_to_it()
    {
        var run = SmallSpecialists.Assigned(folder.File("run"));
        using (FileClaim.TryTake(run.ClaimPath(1)))
        {
            var outcome = Train(run);
            Assert.Equal([1, 3], outcome.Trained);
            Assert.Equal([2], outcome.Held);
            Assert.Equal([2], Train(run, only: 1).Held);
        }

        Assert.Equal([2], Train(run, only: 1).Trained);
    }

    [Fact]
    public void Interrupted_training_goes_on_to_the_same_model()
    {
        var plan = SmallSpecialists.Plan with { Passes = 6 };
        var whole = SmallSpecialists.Trained(folder.File("whole"), plan);
        var broken = SmallSpecialists.Assigned(folder.File("broken"), plan);
        using (var stop = new CancellationTokenSource())
        {
            Assert.Throws<OperationCanceledException>(() => new SpecialistWorker(broken, SmallSpecialists.Examples).Run(null, new() { Progress = new Stop(stop), CancellationToken = stop.Token }));
        }

        Assert.Equal(RunStatus.Interrupted, RunDirectory.Open(broken.MemberPath(0)).ReadManifest().Status);
        Assert.Equal([1, 2, 3], Train(broken).Trained);
        Assert.Equal(Models(whole), Models(broken));
    }

    [Fact]
    public void Parts_train_each_specialist_once_and_alike()
    {
        var whole = SmallSpecialists.Trained(folder.File("whole"));
        var parts = SmallSpecialists.Assigned(folder.File("parts"));
        Assert.Equal([2], Train(parts, new WorkPart(2, 2)).Trained);
        Assert.Equal([2], Train(parts, new WorkPart(2, 2)).Done);
        Assert.Equal([1, 3], Train(parts, new WorkPart(1, 2)).Trained);
        Assert.Empty(Train(parts, new WorkPart(4, 5)).Done);
        Assert.Equal(Models(whole), Models(parts));
    }

    [Fact]
    public void A_specialist_of_another_process_is_waited_for()
    {
        var run = SmallSpecialists.Assigned(folder.File("run"));
        var claim = FileClaim.TryTake(run.ClaimPath(0))!;
        using var release = new Timer(_ => claim.Dispose(), null, TimeSpan.FromSeconds(0.5), Timeout.InfiniteTimeSpan);
        Assert.Equal([1], Train(run, new WorkPart(1, 3)).Trained);
    }

    [Fact]
    public void Full_softmax_specialists_tell_all_classes_apart()
    {
        var run = SmallSpecialists.Trained(folder.File("run"), SmallSpecialists.Plan with { FullSoftmax = true });
        using var model = ModelFile.Load(RunDirectory.Open(run.MemberPath(2)).ModelPath);
        Assert.Equal(16, model.Classes);
    }

    [Fact]
    public void Mistakes_are_named()
    {
        var run = SmallSpecialists.Assigned(folder.File("run"));
        Assert.Contains("no specialist 4 in", Mistake(() => Train(run, only: 3)), StringComparison.Ordinal);
        Assert.Contains(
            "Give the process the same data", Mistake(() => new SpecialistWorker(run, SmallSpecialists.Test).Run(null, new())), StringComparison.Ordinal);
        Assert.Contains("no model of this toolkit", Mistake(() => Train(run with
        {
            Assignment = run.Assignment with { Generalist = run.Assignment.Generalist with { Name = "big.onnx", IsModel = false } },
        })), StringComparison.Ordinal);
        Assert.Contains("has 16 classes, and the specialists' sets are of 5", Mistake(() => Train(run with { Sets = new ClassSets(5, [[1]]) })), StringComparison.Ordinal);

        var other = SmallSpecialists.Assigned(folder.File("other"), generalist: 2);
        File.Copy(other.Run.GeneralistPath, run.Run.GeneralistPath, overwrite: true);
        Assert.Contains("Put back the file", Mistake(() => Train(run)), StringComparison.Ordinal);
        File.Delete(run.Run.GeneralistPath);
        Assert.Contains("generalist.safetensors", Mistake(() => Train(run)), StringComparison.Ordinal);
        File.Delete(run.Run.AssignmentPath);
        Assert.Contains("did not finish", Mistake(() => SpecialistsRun.Open(run.Run.Path)), StringComparison.Ordinal);
        Assert.Contains("expected one of 'distill specialists assign'", Mistake(() => SpecialistsRun.Open(Training(folder.File("train")))), StringComparison.Ordinal);
    }

    private static TrainedSpecialists Train(SpecialistsRun run, int? only = null) =>
        new SpecialistWorker(run, SmallSpecialists.Examples).Run(only, new() { CancellationToken = TestContext.Current.CancellationToken });

    private static TrainedSpecialists Train(SpecialistsRun run, WorkPart part) =>
        new SpecialistWorker(run, SmallSpecialists.Examples).Run(part, new() { CancellationToken = TestContext.Current.CancellationToken });

    private static string Mistake(Action action) => Assert.Throws<DistillException>(action).Message;

    private static string Training(string path) => RunDirectory.CreateAt(path, RunManifest.Start(
        RunKind.Train, JsonSerializer.SerializeToElement(new { }), [], new Dictionary<string, Fingerprint>(), [], RunVersions.Current("1", "2"))).Path;

    private static List<byte[]> Models(SpecialistsRun run) =>
        [.. Enumerable.Range(0, 3).Select(specialist => File.ReadAllBytes(RunDirectory.Open(run.MemberPath(specialist)).ModelPath))];

    private sealed class Stop(CancellationTokenSource stop) : IProgress<WorkProgress>
    {
        public void Report(WorkProgress value) => stop.Cancel();
    }
}

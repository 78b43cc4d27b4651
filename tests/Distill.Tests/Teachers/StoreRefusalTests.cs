using Distill.Data;
using Distill.Runs;
using Distill.Targets;
using Distill.Teachers;

namespace Distill.Tests.Teachers;

public sealed class StoreRefusalTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly TableTeacher teacher = new(Naive.RandomLogits(9, 4, seed: 1));
    private readonly ExampleView whole = Tables.View(9);
    private readonly ExampleView view;

    public StoreRefusalTests()
    {
        view = whole.Part(0, 2, 4, 6);
        Labeller.Label(folder.Path, view, teacher, new TargetStoreOptions());
    }

    [Fact]
    public void RefusesAnotherDataSet()
    {
        var other = Tables.View(9, "other table", seed: 1);
        AssertRefused(other.Part(0, 2, 4, 6), teacher, "data set", whole.Source.Fingerprint, other.Source.Fingerprint);
    }

    [Fact]
    public void RefusesAViewWithOtherRows()
    {
        var other = whole.Part(0, 2, 4, 5);
        AssertRefused(other, teacher, "view", view.Fingerprint, other.Fingerprint);
        AssertRefused(whole, teacher, "view", view.Fingerprint, whole.Fingerprint);
    }

    [Fact]
    public void RefusesTheSameRowsInAnotherOrder()
    {
        var other = whole.Part(0, 2, 6, 4);
        AssertRefused(other, teacher, "view", view.Fingerprint, other.Fingerprint);
    }

    [Fact]
    public void RefusesAnotherTeacher()
    {
        using var other = new TableTeacher(Naive.RandomLogits(9, 4, seed: 2));
        AssertRefused(view, other, "teacher", teacher.Fingerprint, other.Fingerprint);
    }

    [Fact]
    public void ServesThatViewAndItsParts()
    {
        StoredTeacher.Open(folder.Path, view, teacher).Dispose();
        StoredTeacher.Open(folder.Path, whole.Part(0, 2, 4, 6), teacher).Dispose();
        StoredTeacher.Open(folder.Path, view.Part(2, 1), teacher).Dispose();
    }

    [Fact]
    public void RefusesToGoOnWithOtherArguments()
    {
        using var other = new TableTeacher(Naive.RandomLogits(9, 4, seed: 2));
        var options = new TargetStoreOptions();
        AssertNames(() => Labeller.Label(folder.Path, view, other, options), "teacher", teacher.Fingerprint.Value, other.Fingerprint.Value);
        AssertNames(
            () => Labeller.Label(folder.Path, whole, teacher, options with { BatchSize = 100 }),
            "view", view.Fingerprint.Value, whole.Fingerprint.Value, "batch size", "512", "100");
        AssertNames(
            () => Labeller.Label(folder.Path, view, teacher, options with { TopK = 2, Temperatures = [1, 3] }),
            "kind", "Logits", "TopK", "T = 1, 3");
    }

    [Fact]
    public void RefusesAFolderWithOtherThings()
    {
        File.WriteAllText(folder.File("notes.txt"), "mine");
        AssertNames(() => Labeller.Label(folder.File("."), whole, teacher, new TargetStoreOptions()), "view");
        File.Delete(folder.File("index.json"));
        AssertNames(() => Labeller.Label(folder.Path, view, teacher, new TargetStoreOptions()), "holds other things");
        Assert.True(File.Exists(folder.File("notes.txt")));
    }

    [Fact]
    public void SaysWhatIsMissing()
    {
        AssertNames(() => SoftTargetStore.Open(folder.File("nowhere")), "does not exist", "Labeller.Label");
        File.Delete(folder.File("index.json"));
        AssertNames(() => SoftTargetStore.Open(folder.Path), "index.json is missing");
    }

    [Fact]
    public void RefusesOptionsThatCannotBeAllTogether()
    {
        var options = new TargetStoreOptions
        {
            TopK = 4,
            Temperatures = [2, 2, -1, double.NaN],
            RowsPerShard = 0,
            BatchSize = 1 << 20,
        };
        AssertNames(
            () => Labeller.Plan(view, teacher, options),
            "top-k is 4", "-1", "NaN", "named twice", "rows per shard is 0", "batch size is 1048576");
        AssertNames(() => Labeller.Plan(view, teacher, new() { TopK = 2 }), "name at least one");
        AssertNames(() => Labeller.Plan(whole.Part(), teacher, new()), "no examples");
    }

    public void Dispose()
    {
        teacher.Dispose();
        folder.Dispose();
    }

    private void AssertRefused(ExampleView asked, ITeacher by, string what, Fingerprint stored, Fingerprint found) =>
        AssertNames(() => StoredTeacher.Open(folder.Path, asked, by).Dispose(), what, stored.Value, found.Value);

    private static void AssertNames(Action action, params string[] parts)
    {
        string message = Assert.Throws<DistillException>(action).Message;
        Assert.All(parts, part => Assert.Contains(part, message, StringComparison.Ordinal));
    }
}

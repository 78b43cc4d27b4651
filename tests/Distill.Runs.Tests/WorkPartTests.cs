namespace Distill.Runs.Tests;

public sealed class WorkPartTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 3)]
    [InlineData(7, 30)]
    [InlineData(8, 1000)]
    [InlineData(100, 7)]
    public void EveryPieceIsInExactlyOnePart(int count, int pieces)
    {
        WorkPart[] parts = [.. Enumerable.Range(1, count).Select(number => new WorkPart(number, count))];
        Assert.Equal(Enumerable.Range(0, pieces), parts.SelectMany(part => part.Of(pieces)).Order());
        Assert.Equal(Enumerable.Range(0, pieces), parts.SelectMany(part => part.RangeOf(pieces) is var (first, end) ? Enumerable.Range(first, end - first) : []));
        var sizes = parts.Select(part => part.Of(pieces).Count()).Concat(parts.Select(part => part.RangeOf(pieces) is var (first, end) ? end - first : 0)).ToList();
        Assert.InRange(sizes.Max() - sizes.Min(), 0, 1);
    }

    [Fact]
    public void PartsOfVeryManyPiecesDoNotOverflow()
    {
        var last = new WorkPart(WorkPart.MostParts, WorkPart.MostParts);
        Assert.Equal(int.MaxValue, last.RangeOf(int.MaxValue).End);
        Assert.Equal(21_474, last.Of(int.MaxValue).Count());
    }

    [Fact]
    public void IsReadAsItIsWritten()
    {
        Assert.Equal(new WorkPart(3, 7), WorkPart.Parse("3/7"));
        Assert.Equal("3/7", $"{WorkPart.Parse("3/7")}");
    }

    [Theory]
    [InlineData("0/7")]
    [InlineData("8/7")]
    [InlineData("3")]
    [InlineData("3/7/1")]
    [InlineData("-1/7")]
    [InlineData("1/ 7")]
    [InlineData("1/200000")]
    [InlineData("a/b")]
    public void AnythingElseIsRefused(string text) =>
        Assert.Contains($"--part {text}: expected NUMBER/COUNT", Assert.Throws<DistillException>(() => WorkPart.Parse(text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(1, 1, 7, "1/7")]
    [InlineData(7, 1, 7, "7/7")]
    [InlineData(0, 0, 6, "1/7")]
    [InlineData(6, 0, 6, "7/7")]
    public void AnElementOfAnArrayOfSlurmIsOnePart(int id, int min, int max, string part) =>
        Assert.Equal(part, $"{LaunchedPart.Of(Slurm(id, 7, min, max))}");

    [Theory]
    [InlineData(2, 2, 2, 5)]
    [InlineData(3, 1, 3, 3)]
    [InlineData(4, 4, 0, 12)]
    public void AnArrayWithGapsIsRefused(int id, int count, int min, int max) => Assert.Contains(
        "expected all numbers from 0 or from 1", Assert.Throws<DistillException>(() => LaunchedPart.Of(Slurm(id, count, min, max))).Message, StringComparison.Ordinal);

    [Fact]
    public void AnIndexedJobOfKubernetesIsOnePart()
    {
        Assert.Equal(new WorkPart(1, 4), Kubernetes("0", "4"));
        Assert.Equal(new WorkPart(4, 4), Kubernetes("3", "4"));
        Assert.Contains("JOB_COMPLETIONS is not set", Assert.Throws<DistillException>(() => Kubernetes("0", null)).Message, StringComparison.Ordinal);
        Assert.Contains("index below the count", Assert.Throws<DistillException>(() => Kubernetes("4", "4")).Message, StringComparison.Ordinal);
        Assert.Contains("is 'x'", Assert.Throws<DistillException>(() => Kubernetes("x", "4")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AProcessOfNoArrayIsToldSo() =>
        Assert.Contains("no element of an array", Assert.Throws<DistillException>(() => LaunchedPart.Of(_ => null)).Message, StringComparison.Ordinal);

    private static WorkPart Kubernetes(string index, string? count) =>
        LaunchedPart.Of(name => name switch { "JOB_COMPLETION_INDEX" => index, "JOB_COMPLETIONS" => count, _ => null });

    private static Func<string, string?> Slurm(int id, int count, int min, int max) => name => name switch
    {
        "SLURM_ARRAY_TASK_ID" => $"{id}",
        "SLURM_ARRAY_TASK_COUNT" => $"{count}",
        "SLURM_ARRAY_TASK_MIN" => $"{min}",
        "SLURM_ARRAY_TASK_MAX" => $"{max}",
        _ => null,
    };
}

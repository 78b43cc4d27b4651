using Distill.Runs;
using Distill.Teachers.Foreign;
using static TorchSharp.torch;

namespace Distill.Tests.Teachers.Foreign;

/// <summary>Probabilities that do not quite look so are never taken for logits without being told.</summary>
public sealed class ForeignOutputTests
{
    private static readonly double[] Exact = [0.02, 0.9, 0.05, 0.03];

    public static TheoryData<string, float[]> Doubtful => new()
    {
        { "quantised to steps of 1/256, rounded down", [.. Exact.Select(p => (float)(Math.Floor(p * 200) / 256))] },
        { "only the most probable class", [0, 0.9f, 0, 0] },
        { "percent", [2, 90, 5, 3] },
        { "percent, rounded down", [1, 80, 2, 2] },
        { "a sigmoid for each class", [0.4f, 0.97f, 0.6f, 0.5f] },
        { "nothing at all", [0, 0, 0, 0] },
    };

    [Theory]
    [MemberData(nameof(Doubtful))]
    public void WhatMayBeProbabilitiesOrLogitsIsNeither(string what, float[] row)
    {
        using var table = Table(row);
        Assert.True(ForeignOutput.Detect(table) is null, what);
        var error = ForeignOutput.Doubtful(table, "t.onnx");
        Assert.Contains("Say with ForeignTeacherOptions.OutputKind which", error.Message, StringComparison.Ordinal);
        Assert.Equal([ForeignRemedy.OutputKind], error.Remedies);
    }

    [Theory]
    [InlineData(OutputKind.Probabilities, new[] { 0.02f, 0.9f, 0.05f, 0.03f })]
    [InlineData(OutputKind.Probabilities, new[] { 0.02f, 0.9f, 0.05f, 0.035f })]
    [InlineData(OutputKind.LogProbabilities, new[] { -3.912f, -0.1054f, -2.996f, -3.5066f })]
    [InlineData(OutputKind.Logits, new[] { -3f, 2f, 0.5f, 0f })]
    [InlineData(OutputKind.Logits, new[] { 3f, 2f, 0.5f, 0f })]
    [InlineData(OutputKind.Logits, new[] { 300f, 200f, 50f, 0f })]
    [InlineData(OutputKind.Logits, new[] { -300f, -200f, -50f, -1f })]
    public void WhatCanBeToldIsTold(OutputKind kind, float[] row)
    {
        using var table = Table(row);
        Assert.Equal(kind, ForeignOutput.Detect(table));
    }

    // Whatever factor a row has, its softmax at T = 1 is the row scaled to sum to one.
    [Theory]
    [InlineData(1)]
    [InlineData(0.74)]
    [InlineData(100)]
    [InlineData(4.2)]
    public void ProbabilitiesThatWereToldAreScaled(double factor)
    {
        using var table = Table([.. Exact.Select(p => (float)(p * factor))]);
        using var logits = ForeignOutput.Logits(table, OutputKind.Probabilities, told: true, "t");
        using var probabilities = logits.softmax(1);
        Assert.All(Exact.Zip(probabilities[0].data<float>().ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
        Assert.Equal(factor, ForeignOutput.Sums(table, OutputKind.Probabilities)!.Most, 1e-4);
        Assert.Null(ForeignOutput.Sums(table, OutputKind.Logits));
    }

    [Theory]
    [InlineData(OutputKind.Probabilities, new[] { -0.1f, 1.1f })]
    [InlineData(OutputKind.Probabilities, new[] { 0f, 0f })]
    [InlineData(OutputKind.LogProbabilities, new[] { 1f, -1f })]
    public void WhatCannotBeWhatItIsSaidToBeIsRefused(OutputKind kind, float[] row)
    {
        using var table = Table(row);
        var error = Assert.Throws<DistillException>(() => ForeignOutput.Logits(table, kind, told: true, "t"));
        Assert.Contains("ForeignTeacherOptions.OutputKind", error.Message, StringComparison.Ordinal);
    }

    // Found out on noise, where sums were one; answers to examples that sum to a half show that it was wrong.
    [Fact]
    public void WhatWasFoundOutMustFitLater()
    {
        using var table = Table([0.25f, 0.25f]);
        Assert.Throws<DistillException>(() => ForeignOutput.Logits(table, OutputKind.Probabilities, told: false, "t"));
        ForeignOutput.Logits(table, OutputKind.Probabilities, told: true, "t").Dispose();
    }

    private static Tensor Table(float[] row) => tensor(row, 1, row.Length);
}

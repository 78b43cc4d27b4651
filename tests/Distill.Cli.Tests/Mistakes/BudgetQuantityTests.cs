using Distill.Cli.CommandLine;
using Distill.Runs;

namespace Distill.Cli.Tests.Mistakes;

public sealed class BudgetQuantityTests
{
    [Theory]
    [InlineData("100KB", 102_400)]
    [InlineData("100 kb", 102_400)]
    [InlineData("100KiB", 102_400)]
    [InlineData("100k", 102_400)]
    [InlineData("1.5MB", 1_572_864)]
    [InlineData("102400", 102_400)]
    [InlineData("2000 B", 2_000)]
    [InlineData("1G", 1_073_741_824)]
    public void SizesHaveUnitsOfTwoToTheTenth(string text, long bytes) => Assert.Equal(bytes, BudgetQuantity.Bytes(text).GetValue<long>());

    [Theory]
    [InlineData("1ms", 1)]
    [InlineData("0.5 ms", 0.5)]
    [InlineData("200us", 0.2)]
    [InlineData("200µs", 0.2)]
    [InlineData("200μs", 0.2)]
    [InlineData("2s", 2_000)]
    public void TimesNameTheirUnit(string text, double milliseconds) => Assert.Equal(milliseconds, BudgetQuantity.Milliseconds(text).GetValue<double>(), 12);

    [Theory]
    [InlineData("")]
    [InlineData("KB")]
    [InlineData("ten KB")]
    [InlineData("0KB")]
    [InlineData("-5MB")]
    [InlineData("100 parsecs")]
    [InlineData("1e30MB")]
    [InlineData("1,5MB")]
    public void WhatIsNoSizeIsRefused(string text)
    {
        var refusal = Assert.Throws<DistillException>(() => BudgetQuantity.Bytes(text));
        Assert.Contains($"--budget {text} is no size of a file; expected for example 100KB", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("ms")]
    [InlineData("0ms")]
    [InlineData("1 minute")]
    [InlineData("-1ms")]
    public void WhatIsNoTimeIsRefused(string text)
    {
        var refusal = Assert.Throws<DistillException>(() => BudgetQuantity.Milliseconds(text));
        Assert.Contains($"--latency {text} is no time with its unit", refusal.Message, StringComparison.Ordinal);
    }
}

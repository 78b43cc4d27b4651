using Distill.Models.Import;
using Distill.Runs;

namespace Distill.Tests.Models.Import;

public sealed class NameMapTests
{
    private static readonly NameMap Map = new(new Dictionary<string, string?>
    {
        ["head.weight"] = "classes.weight",
        ["head.*"] = null,
        ["features.*.*"] = "conv*-1_1.*",
        ["blocks.*.mlp.*"] = "linear*+10.*",
        ["*.body"] = "*",
    });

    [Theory]
    [InlineData("head.weight", "classes.weight")]
    [InlineData("head.bias", null)]
    [InlineData("features.3.weight", "conv2_1.weight")]
    [InlineData("blocks.0.mlp.fc.bias", "linear10.fc.bias")]
    [InlineData("features.first.bias", "convfirst_1.bias")]
    [InlineData("a.b.body", "a.b")]
    [InlineData("elsewhere", "elsewhere")]
    public void WholeNamesComeBeforePatternsAndStarsCarryOver(string theirs, string? ours) => Assert.Equal(ours, Map.Ours(theirs));

    [Fact]
    public void EntriesThatFitNothingAreFound() =>
        Assert.Equal(["head.weight", "features.*.*", "*.body"], Map.IdleEntries(["head.bias", "blocks.1.mlp.bias"]));

    [Fact]
    public void SidesWithOtherNumbersOfStarsAreListed()
    {
        var error = Assert.Throws<DistillException>(() => new NameMap(new Dictionary<string, string?> { ["a.*"] = "b", ["c"] = "d.*" }));

        Assert.Contains("'a.*' has 1 stars and 'b' has 0", error.Message, StringComparison.Ordinal);
        Assert.Contains("'c' has 0 stars and 'd.*' has 1", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[1]")]
    [InlineData("""{"a": 1}""")]
    [InlineData("""{"a": {"b": "c"}}""")]
    public void AFileThatIsNoMapIsRefusedWithAnExample(string text)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("map.json"), text);

        Assert.Contains("is no map of names", Assert.Throws<DistillException>(() => NameMap.Read(folder.File("map.json"))).Message, StringComparison.Ordinal);
    }
}

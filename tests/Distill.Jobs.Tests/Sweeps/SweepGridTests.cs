using Distill.Jobs.Recipes;
using Distill.Jobs.Sweeps;
using Distill.Models;
using Distill.Runs;

namespace Distill.Jobs.Tests.Sweeps;

public sealed class SweepGridTests
{
    private static readonly SweepGrid Defaults = new() { Networks = [new MlpSpec { Widths = [8] }] };

    [Fact]
    public void The_defaults_are_in_range()
    {
        Assert.Empty(Defaults.Problems());
        Assert.Empty(SmallSweep.Grid.Problems());
    }

    [Fact]
    public void Everything_out_of_range_is_reported_together()
    {
        var grid = new SweepGrid
        {
            Networks = [new MlpSpec { Widths = [8] }, new MlpSpec { Widths = [8] }],
            Temperatures = [4, 0],
            HardWeights = [],
            Seeds = [3, 3],
            Training = new() { BatchSize = 0 },
        };

        var problems = string.Join("; ", grid.Problems());

        Assert.Contains("networks is empty, or has an empty place or an architecture twice", problems, StringComparison.Ordinal);
        Assert.Contains("temperatures is [4, 0]; expected one or more different numbers from 0.001 to 1000000", problems, StringComparison.Ordinal);
        Assert.Contains("hardWeights is []", problems, StringComparison.Ordinal);
        Assert.Contains("seeds is [3, 3]", problems, StringComparison.Ordinal);
        Assert.Contains("training.batchSize is 0", problems, StringComparison.Ordinal);
    }

    [Theory]
    // Five temperatures, and labels alone.
    [InlineData(1666, 0)]
    [InlineData(1667, 1)]
    public void There_is_a_bound_on_the_students(int seeds, int problems)
    {
        var grid = Defaults with { Seeds = [.. Enumerable.Range(1, seeds)] };

        Assert.Equal(problems, grid.Problems().Count);
    }

    [Fact]
    public void Networks_have_names_of_their_own()
    {
        NetworkSpec[] networks =
        [
            new MlpSpec { Widths = [30, 30] },
            new MlpSpec { Widths = [30, 30], HiddenDropout = 0.5 },
            new MlpSpec { Widths = [30, 30, 2] },
            new ConvNetSpec { Channels = [4, 8] },
            new ResNetSpec { Depth = 20 },
            new MlpSpec { Widths = [.. Enumerable.Repeat(1000, 64)] },
        ];

        var ids = NetworkIds.Of(networks);

        Assert.Equal(["mlp-30-30", "mlp-30-30-2", "mlp-30-30-2-2", "conv-4-8", "resnet-20"], ids.SkipLast(1));
        Assert.Equal(60, ids[^1].Length);
    }

    [Theory]
    [InlineData("""{ "data": "glyphs", "teacher": ["a"], "grid": { "networks": [] }, "heldOut": 0.7, "limit": 3 }""", "heldOut is 0.7", "limit is 3", "grid.networks is empty")]
    [InlineData("""{ "data": "glyphs", "grid": { "networks": [null] } }""", "teacher is missing", "grid.networks", "empty place")]
    [InlineData("""{ "data": "glyphs", "teacher": ["a"], "targets": "b", "grid": { "networks": [{ "kind": "mlp", "widths": [3] }] } }""", "leave one of them out", "", "")]
    [InlineData("""{ "data": "glyphs", "targets": "b", "grid": { "temperature": [1], "networks": [] } }""", "unknown key 'grid.temperature'. Did you mean 'temperatures'?", "", "")]
    public void A_wrong_recipe_says_what_is_wrong(string text, string one, string two, string three)
    {
        var message = Assert.Throws<DistillException>(() => SweepRecipe.Read(StrictJson.ParseTree(text, "sweep"), "sweep")).Message;

        Assert.Contains(one, message, StringComparison.Ordinal);
        Assert.Contains(two, message, StringComparison.Ordinal);
        Assert.Contains(three, message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_recipe_survives_being_written_and_read()
    {
        var text = StrictJson.Write(new SweepRecipe { Data = "glyphs", HeldOut = 0, Targets = "store", Grid = SmallSweep.Grid });

        Assert.Equal(text, StrictJson.Write(SweepRecipe.Read(StrictJson.ParseTree(text, "again"), "again")));
    }
}

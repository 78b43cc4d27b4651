namespace Distill.Cli.Tests.Mistakes;

/// <summary>Verbs that a launcher of MPI starts several times.</summary>
public sealed class RepeatedWorkTests : IDisposable
{
    private static readonly (string Name, string? Value)[] Launched = [("OMPI_COMM_WORLD_SIZE", "3"), ("OMPI_COMM_WORLD_RANK", "0")];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("label --teacher t.safetensors --data glyphs --out store", "Give each its own --part, or start one.")]
    [InlineData("run recipe.json", "Give each its own --part, or start one.")]
    [InlineData("export m.safetensors --out m.onnx", "Start one.")]
    [InlineData("train --data glyphs --network mlp:8", "Add --ranks, or start one.")]
    public void Work_that_each_of_them_would_do_is_refused(string line, string told)
    {
        var refused = DistillProcess.Run(folder.Path, Launched, line.Split(' '));

        Assert.Equal(2, refused.ExitCode);
        Assert.Contains($"3 processes were started together, and each would do all of the work. {told}", refused.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Theory]
    [InlineData("label --teacher t.safetensors --data glyphs --out store --part 1/3")]
    [InlineData("data list")]
    public void A_part_or_a_look_is_not(string line) =>
        Assert.DoesNotContain("started together", DistillProcess.Run(folder.Path, Launched, line.Split(' ')).Error, StringComparison.Ordinal);
}

namespace Distill.Tests.Architecture;

public sealed class FolderDependencyTests
{
    [Fact]
    public void TheLibraryHoldsTheTable()
    {
        var sources = SourceFile.Under("src/Distill").Where(file => !file.Path.StartsWith("src/Distill/buildTransitive/", StringComparison.Ordinal));

        Violations.AssertNone(FolderDependencies.Violations([.. sources]));
    }

    [Theory]
    [InlineData("Data", "using Distill.Models;", "src/Distill/Data/Probe.cs(1): Data uses Distill.Models. It may use Files.")]
    [InlineData("Models", "using static Distill.Data.Splits;", "src/Distill/Models/Probe.cs(1): Models uses Distill.Data. It may use Files, Libtorch, Arithmetic.")]
    [InlineData("Files", "_ = Objectives.Distillation.Any;", "src/Distill/Files/Probe.cs(1): Files uses Objectives.Distillation. It may use no other folder.")]
    [InlineData("Novelties", "", "src/Distill/Novelties/Probe.cs: the folder Novelties has no row in the table; add one.")]
    public void AForbiddenUseIsNamed(string folder, string code, string expected)
    {
        Assert.Equal([expected], FolderDependencies.Violations([new SourceFile($"src/Distill/{folder}/Probe.cs", code)]));
    }

    [Theory]
    [InlineData("// using Distill.Models;")]
    [InlineData("/// <see cref=\"Distill.Models.ModelSpec\"/>")]
    [InlineData("/* Distill.Models */ int n;")]
    [InlineData("var text = \"Distill.Models\";")]
    [InlineData("var text = \"\"\"\nDistill.Models\n\"\"\";")]
    [InlineData("using Distill.Files;\nusing Distill.Runs;")]
    public void CommentsTextsAndAllowedUsesPass(string code)
    {
        Assert.Empty(FolderDependencies.Violations([new SourceFile("src/Distill/Data/Probe.cs", code)]));
    }

    [Fact]
    public void TheTrainerKnowsNoConsole()
    {
        var mentions = SourceFile.Under("src/Distill/Training")
            .SelectMany(file => file.Mentions(@"\b(Console|AnsiConsole|Spectre)\b").Select(mention => $"{file.Path}({mention.Line}): {mention.Name}"));

        Violations.AssertNone(mentions);
    }
}

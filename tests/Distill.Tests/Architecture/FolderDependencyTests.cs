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
    [InlineData("Models", "using static Distill.Data.Batch;", "src/Distill/Models/Probe.cs(1): Models uses Distill.Data. It may use Files, Libtorch, Arithmetic.")]
    [InlineData("Files", "_ = Objectives.SoftTargets.Any;", "src/Distill/Files/Probe.cs(1): Files uses Objectives.SoftTargets. It may use no other folder.")]
    [InlineData("Novelties", "", "src/Distill/Novelties/Probe.cs: the folder Novelties has no row in the table; add one.")]
    public void AForbiddenUseIsNamed(string folder, string code, string expected)
    {
        Assert.Equal([expected], FolderDependencies.Violations([new SourceFile($"src/Distill/{folder}/Probe.cs", code)]));
    }

    [Fact]
    public void AConcreteTeacherIsNamedWhereTheInterfaceAloneIsAllowed()
    {
        SourceFile[] sources =
        [
            new("src/Distill/Teachers/ITeacher.cs", "public interface ITeacher;"),
            new("src/Distill/Teachers/OracleTeacher.cs", "public sealed class OracleTeacher : ITeacher;"),
            new("src/Distill/Teachers/Check.cs", "internal static class Check;"),
            new("src/Distill/Training/Check.cs", "internal static class Check;"),
            new("src/Distill/Training/Probe.cs", "using Distill.Teachers;\nITeacher teacher = new OracleTeacher();\nCheck.All();"),
        ];

        Assert.Equal(
            ["src/Distill/Training/Probe.cs(2): Training uses OracleTeacher. It may use Files, Libtorch, Arithmetic, Data, Models, Objectives, Evaluation, Teachers.ITeacher."],
            FolderDependencies.Violations(sources));
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

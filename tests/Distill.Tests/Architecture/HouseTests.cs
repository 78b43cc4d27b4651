namespace Distill.Tests.Architecture;

/// <summary>What a newcomer can rely on in every project: folders that are read at a glance, and data that flow one way.</summary>
public sealed class HouseTests
{
    private const int MostFiles = 20, MostLines = 300;

    public static TheoryData<string> Projects =>
        [.. new[] { "src", "papers" }.SelectMany(root => Directory.EnumerateDirectories(Path.Combine(Checkout.Root, root)))
            .Select(folder => Path.GetRelativePath(Checkout.Root, folder).Replace('\\', '/')).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Projects))]
    public void NoTwoFoldersUseEachOther(string project) => Violations.AssertNone(FolderCircles.Of(project, Sources(project)));

    [Theory]
    [MemberData(nameof(Projects))]
    public void AFolderHoldsAtMostTwentyFiles(string project) => Violations.AssertNone(
        Sources(project).GroupBy(file => file.Path[..file.Path.LastIndexOf('/')]).Where(folder => folder.Count() > MostFiles)
            .Select(folder => $"{folder.Key} holds {folder.Count()} files; divide it."));

    [Theory]
    [MemberData(nameof(Projects))]
    public void AFileHasAtMostThreeHundredLines(string project) => Violations.AssertNone(
        Sources(project).Select(file => (file.Path, Lines: file.Code.AsSpan().Count('\n'))).Where(file => file.Lines > MostLines)
            .Select(file => $"{file.Path} has {file.Lines} lines; divide it."));

    [Fact]
    public void ACircleIsNamedHoweverLong()
    {
        SourceFile[] sources =
        [
            new("src/P/A/One.cs", "using P.B;\nnamespace P.A;\ninternal static class One { static object O => new Two(); }\n"),
            new("src/P/B/Two.cs", "using P.C;\nnamespace P.B;\ninternal sealed class Two { object O => new Three(); }\n"),
            new("src/P/C/Three.cs", "using P.A;\nnamespace P.C;\ninternal sealed class Three { object O => One.O; }\n"),
            new("src/P/D/Four.cs", "using P.A;\nnamespace P.D;\ninternal sealed class Four { object O => One.O; }\n"),
        ];

        Assert.Equal(
            [
                "src/P/A uses Two of B, which uses A in turn.", "src/P/B uses Three of C, which uses B in turn.",
                "src/P/C uses One of A, which uses C in turn.",
            ],
            FolderCircles.Of("src/P", sources));
    }

    [Theory]
    [InlineData("namespace P.A;\ninternal sealed class One { object O => new Two(); }")]
    [InlineData("using P.B;\nnamespace P.A;\n// new Two()\ninternal sealed class One;")]
    public void ANameThatNoUsingBringsInAndACommentAreNoUse(string code) => Assert.Empty(FolderCircles.Of(
        "src/P",
        [new("src/P/A/One.cs", code), new("src/P/B/Two.cs", "using P.A;\nnamespace P.B;\ninternal sealed class Two { object O => new One(); }")]));

    [Fact]
    public void AFolderAndItsOwnSubfoldersMayUseEachOther() => Assert.Empty(FolderCircles.Of(
        "src/P",
        [
            new("src/P/A/One.cs", "using P.A.B;\nnamespace P.A;\ninternal sealed class One { object O => new Two(); }"),
            new("src/P/A/B/Two.cs", "using P.A;\nnamespace P.A.B;\ninternal sealed class Two { object O => new One(); }"),
            new("src/P/Root.cs", "using P.A;\nnamespace P;\ninternal sealed class Root { object O => new One(); }"),
            new("src/P/A/Three.cs", "namespace P.A;\ninternal sealed class Three { object O => new Root(); }"),
        ]));

    private static IReadOnlyList<SourceFile> Sources(string project) =>
        [.. SourceFile.Under(project).Where(file => !file.Path.StartsWith("src/Distill/buildTransitive/", StringComparison.Ordinal))];
}

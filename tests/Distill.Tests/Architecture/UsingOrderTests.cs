using System.Text.RegularExpressions;

namespace Distill.Tests.Architecture;

/// <summary>Usings stand as an editor sorts them, so that two people who add one each touch different lines.</summary>
public sealed partial class UsingOrderTests
{
    public static TheoryData<string> Roots => ["src", "papers", "tests", "bench", "samples", "templates"];

    [Theory]
    [MemberData(nameof(Roots))]
    public void UsingsAreSorted(string root) => Violations.AssertNone(SourceFile.Under(root).Select(Problem).OfType<string>());

    [Theory]
    [InlineData("using System.Text;\nusing Alpha;\nusing static Alpha.Beta;\nusing A = Alpha.Beta;\n", null)]
    [InlineData("using Alpha;\nusing System.Text;\n", "a.cs: 'using System.Text;' goes before 'using Alpha;'.")]
    [InlineData("using static Alpha.Beta;\nusing Gamma;\n", "a.cs: 'using Gamma;' goes before 'using static Alpha.Beta;'.")]
    [InlineData("using Alpha;\nusing Alpha.Beta;\n", null)]
    [InlineData("using Alpha.Gamma;\nusing Alpha.Beta;\n", "a.cs: 'using Alpha.Beta;' goes before 'using Alpha.Gamma;'.")]
    public void TheFirstThatIsOutOfPlaceIsNamed(string code, string? problem) => Assert.Equal(problem, Problem(new SourceFile("a.cs", code)));

    private static string? Problem(SourceFile file)
    {
        var lines = Usings().Matches(file.Code).Select(match => match.Value).ToArray();
        var misplaced = Enumerable.Range(1, Math.Max(0, lines.Length - 1)).FirstOrDefault(i => string.CompareOrdinal(Key(lines[i]), Key(lines[i - 1])) < 0);
        return misplaced == 0 ? null : $"{file.Path}: '{lines[misplaced]}' goes before '{lines[misplaced - 1]}'.";
    }

    // Namespaces first, of them those of System; then the members of types, then other names for types.
    private static string Key(string line) => KindOf(line) + line.TrimEnd(';').ToUpperInvariant();

    private static char KindOf(string line) => line switch
    {
        _ when line.Contains('=', StringComparison.Ordinal) => '3',
        _ when line.StartsWith("using static ", StringComparison.Ordinal) => '2',
        _ when line == "using System;" || line.StartsWith("using System.", StringComparison.Ordinal) => '0',
        _ => '1',
    };

    [GeneratedRegex(@"^using (?!var )[\w. =<>,]+;", RegexOptions.Multiline)]
    private static partial Regex Usings();
}

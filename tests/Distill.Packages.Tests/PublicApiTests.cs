using System.Globalization;
using PublicApiGenerator;

namespace Distill.Packages.Tests;

/// <summary>What the packages promise to their users changes only where somebody has read the change.</summary>
public sealed class PublicApiTests(ITestOutputHelper output)
{
    // The ceiling comes down with every type that turns out to serve nobody outside. It does not rise, but for a new package, such as those
    // of texts and of ranks.
    private const int Ceiling = 240;

    private static readonly ApiGeneratorOptions Options = new() { IncludeAssemblyAttributes = false };

    public static TheoryData<string> Projects => [.. Library.All.Select(library => library.Project)];

    [Theory]
    [MemberData(nameof(Projects))]
    public void TheSurfaceIsTheReviewedOne(string project)
    {
        var library = Library.All.Single(library => library.Project == project);
        var text = library.Assembly.GeneratePublicApi(Options).ReplaceLineEndings("\n") + "\n";

        Approved.MatchesFile(library.ApiPath, project + ".PublicApi", text, Changes(Approved.Read(library.ApiPath), text));
    }

    [Fact]
    public void PublicTypesAreFew()
    {
        var counts = Library.All.Select(library => (library.Project, Types: library.Assembly.GetExportedTypes().Length)).ToArray();
        var total = counts.Sum(count => count.Types);
        var table = string.Join('\n', counts.Append(("all", total)).Select(count => string.Create(CultureInfo.InvariantCulture, $"{count.Item2,5} {count.Item1}")));

        output.WriteLine(table);

        Assert.True(total <= Ceiling, $"The packages have {total} public types; {Ceiling} were there. Make internal what users do not name.\n{table}");
    }

    // The whole text is far too long for a message.
    private static string Changes(string before, string after)
    {
        var (old, young) = (before.Split('\n'), after.Split('\n'));
        var lines = old.Except(young).Select(line => $"- {line.Trim()}").Concat(young.Except(old).Select(line => $"+ {line.Trim()}")).ToArray();
        return lines.Length == 0 ? "The same lines, in other places." : string.Join('\n', lines);
    }
}

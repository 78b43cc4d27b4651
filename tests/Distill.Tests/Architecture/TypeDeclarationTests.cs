namespace Distill.Tests.Architecture;

public sealed class TypeDeclarationTests
{
    private static readonly IReadOnlyList<SourceFile> Sources =
        [.. SourceFile.Under("src").Where(file => !file.Path.Contains("/buildTransitive/", StringComparison.Ordinal))];

    // A caller who handles failures of the work apart catches a type of its own; all others catch one for both.
    private static readonly string[] MeantToBeDerivedFrom = ["DistillException"];

    [Fact]
    public void EveryPublicTypeHasAFileOfItsName() => Violations.AssertNone(Sources.SelectMany(Misplaced));

    [Fact]
    public void EveryPublicClassIsSealedAbstractOrStatic() => Violations.AssertNone(Sources.SelectMany(Open));

    [Fact]
    public void EveryNamespaceIsThatOfItsFolderOrOfOneAboveIt()
    {
        // Folders order files; a user should need few namespaces.
        var astray = Sources
            .Where(file => file.Types.Count > 0 && !(NamespaceOfFolder(file) + ".").StartsWith(file.Namespace + ".", StringComparison.Ordinal))
            .Select(file => $"{file.Path}: the namespace is '{file.Namespace}', the folder says '{NamespaceOfFolder(file)}'.");

        Violations.AssertNone(astray);
    }

    [Theory]
    [InlineData("public sealed class Probe;", 0)]
    [InlineData("public readonly record struct Probe(int A);", 0)]
    [InlineData("public sealed class Probe<T>\n{\n    public enum Nested { A }\n}", 0)]
    [InlineData("public enum Other\n{\n    A,\n}", 1)]
    [InlineData("public sealed class Probe;\npublic sealed class Second;", 1)]
    [InlineData("public sealed class Probe;\ninternal sealed class Second;", 0)]
    [InlineData("public delegate void Other(int a);", 1)]
    public void MisplacedTypesAreFound(string code, int expected) =>
        Assert.Equal(expected, Misplaced(new SourceFile("src/X/Probe.cs", code)).Count());

    [Theory]
    [InlineData("public class Probe;", 1)]
    [InlineData("public record Probe;", 1)]
    [InlineData("public partial class Probe;", 1)]
    [InlineData("public sealed partial class Probe;", 0)]
    [InlineData("public abstract record Probe;", 0)]
    [InlineData("public static class Probe;", 0)]
    [InlineData("public readonly record struct Probe;", 0)]
    [InlineData("internal class Probe;", 0)]
    public void OpenTypesAreFound(string code, int expected) =>
        Assert.Equal(expected, Open(new SourceFile("src/X/Probe.cs", code)).Count());

    private static IEnumerable<string> Misplaced(SourceFile file) =>
        from type in file.Types
        where type.IsPublic && type.Name != Path.GetFileNameWithoutExtension(file.Path)
        select $"{file.Path}({type.Line}): the public type {type.Name} belongs in {type.Name}.cs.";

    private static IEnumerable<string> Open(SourceFile file) =>
        from type in file.Types
        where type.IsPublic && type.IsOpen && !MeantToBeDerivedFrom.Contains(type.Name)
        select $"{file.Path}({type.Line}): the public {type.Kind} {type.Name} is neither sealed, abstract nor static.";

    private static string NamespaceOfFolder(SourceFile file) => string.Join('.', file.Path.Split('/')[1..^1]);
}

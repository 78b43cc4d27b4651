using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Distill.Cli.Tests.Scalars;

/// <summary>
/// The library, the command line, the benchmarks and the samples hold the scalars that they give to libtorch. What the
/// compiled code calls is read, so no way to write it hides a scalar.
/// </summary>
public sealed partial class HeldScalarTests
{
    private static readonly Lazy<UnheldScalars> Unheld = new(() => new UnheldScalars(Path.Combine(AppContext.BaseDirectory, "TorchSharp.dll")));

    public static TheoryData<string> Projects =>
    [
        .. new[] { "src", "bench", "samples" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Checkout.Root, folder), "*.csproj", SearchOption.AllDirectories))
            .Select(path => Path.GetRelativePath(Checkout.Root, path))
            .Order(StringComparer.Ordinal),
    ];

    public static TheoryData<string> PlantedUnheld => Methods(typeof(PlantedUnheldScalars));

    public static TheoryData<string> PlantedHeld => Methods(typeof(PlantedHeldScalars));

    [Theory]
    [MemberData(nameof(Projects))]
    public void AProjectHoldsItsScalars(string project)
    {
        var problems = Unheld.Value.In(AssemblyOf(project), _ => true);

        // Assert.Empty would cut the lines short.
        Assert.True(problems.Count == 0, string.Join(Environment.NewLine, problems));
    }

    [Theory]
    [MemberData(nameof(PlantedUnheld))]
    public void AScalarThatNothingHoldsIsFoundInItsLine(string method)
    {
        const string path = "tests/Distill.Cli.Tests/Scalars/PlantedUnheldScalars.cs";
        var declared = 1 + Array.FindIndex(File.ReadAllLines(Path.Combine(Checkout.Root, path)), line => line.Contains($" {method}(", StringComparison.Ordinal));

        var problems = Planted(typeof(PlantedUnheldScalars), method);

        Assert.NotEmpty(problems);
        Assert.All(problems, problem =>
        {
            Assert.StartsWith(path + "(", problem, StringComparison.Ordinal);
            Assert.InRange(int.Parse(Line().Match(problem).Groups[1].ValueSpan, System.Globalization.CultureInfo.InvariantCulture), declared, declared + 3);
            Assert.Contains("makes a Scalar", problem, StringComparison.Ordinal);
        });
    }

    [Theory]
    [MemberData(nameof(PlantedHeld))]
    public void AHeldScalarPasses(string method) => Assert.Empty(Planted(typeof(PlantedHeldScalars), method));

    // Lambdas of a method are methods of a nested type.
    private static IReadOnlyList<string> Planted(Type type, string name) => Unheld.Value.In(
        type.Assembly.Location,
        method => method.Type.StartsWith(type.FullName!, StringComparison.Ordinal)
            && (method.Name.Contains($"::{name}(", StringComparison.Ordinal) || method.Name.Contains($"<{name}>", StringComparison.Ordinal)));

    private static TheoryData<string> Methods(Type type) =>
        [.. type.GetMethods().Where(method => method.DeclaringType == type).Select(method => method.Name)];

    // The library's projects are built into this folder, the programs into their own.
    private static string AssemblyOf(string project)
    {
        var name = (string?)XDocument.Load(Path.Combine(Checkout.Root, project)).Descendants("AssemblyName").SingleOrDefault()
            ?? Path.GetFileNameWithoutExtension(project);
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        return project.StartsWith("src", StringComparison.Ordinal)
            ? Path.Combine(here.FullName, name + ".dll")
            : Path.Combine(here.Parent!.Parent!.FullName, Path.GetFileNameWithoutExtension(project), here.Name, name + ".dll");
    }

    [GeneratedRegex(@"\((\d+)\)")]
    private static partial Regex Line();
}

using System.Xml.Linq;

namespace Distill.Tests.Architecture;

public sealed class ProjectDependencyTests
{
    /// <summary>The projects and packages that each project of src/ may reference.</summary>
    private static readonly Dictionary<string, string[]> MayReference = new()
    {
        ["Distill.Runs"] = [],
        ["Distill"] = ["Distill.Runs", "System.Numerics.Tensors", "TorchSharp"],
        ["Distill.Images"] = ["Distill", "SkiaSharp", "SkiaSharp.NativeAssets.Linux.NoDependencies"],
        ["Distill.Onnx"] = ["Distill", "Google.Protobuf", "Grpc.Tools", "Microsoft.ML.OnnxRuntime"],
        ["Distill.Speech"] = ["Distill"],
        ["Distill.Experiments"] = ["Distill", "Distill.Images", "Distill.Onnx", "Distill.Runs", "Distill.Speech"],
        ["Distill.Reports"] = ["Distill.Runs"],
        ["Distill.Cli"] =
        [
            "Distill", "Distill.Experiments", "Distill.Images", "Distill.Reports", "Distill.Runs",
            "Spectre.Console", "System.CommandLine",
        ],
    };

    public static TheoryData<string> Projects =>
        [.. Directory.EnumerateDirectories(Path.Combine(Checkout.Root, "src")).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Projects))]
    public void AProjectReferencesWhatItsRowAllows(string project)
    {
        Assert.True(MayReference.TryGetValue(project, out var allowed), $"src/{project} has no row in the table; add one.");

        Violations.AssertNone(References(project).Except(allowed).Select(
            reference => $"src/{project}/{project}.csproj references {reference}, which its row in the table does not allow."));
    }

    private static IEnumerable<string> References(string project)
    {
        var file = XDocument.Load(Path.Combine(Checkout.Root, "src", project, project + ".csproj"));
        var projects = file.Descendants("ProjectReference").Select(e => Path.GetFileNameWithoutExtension((string?)e.Attribute("Include")));
        var packages = file.Descendants("PackageReference").Select(e => (string?)e.Attribute("Include"));
        return projects.Concat(packages).OfType<string>();
    }
}

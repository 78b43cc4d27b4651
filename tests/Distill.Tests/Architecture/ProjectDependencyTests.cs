using System.Xml.Linq;

namespace Distill.Tests.Architecture;

public sealed class ProjectDependencyTests
{
    /// <summary>The projects and packages that each project of src/ and papers/ may reference.</summary>
    private static readonly Dictionary<string, string[]> MayReference = new()
    {
        ["Distill.Runs"] = [],
        ["Distill"] = ["Distill.Runs", "System.Numerics.Tensors", "TorchSharp"],
        ["Distill.Distributed"] = ["Distill"],
        ["Distill.Images"] = ["Distill", "SkiaSharp", "SkiaSharp.NativeAssets.Linux.NoDependencies"],
        ["Distill.Onnx"] = ["Distill", "Google.Protobuf", "Grpc.Tools", "Microsoft.ML.OnnxRuntime"],
        ["Distill.Speech"] = ["Distill"],
        ["Distill.Text"] = ["Distill", "Distill.Onnx", "Microsoft.Extensions.AI.Abstractions", "Microsoft.ML.Tokenizers"],
        ["Distill.TorchScript"] = ["Distill"],
        ["Distill.Jobs"] = ["Distill", "Distill.Images", "Distill.Onnx", "Distill.Runs", "Distill.Speech", "Distill.Text", "Distill.TorchScript"],
        ["Distill.Reports"] = ["Distill.Runs"],
        ["Experiments"] = ["Distill.Jobs"],
        ["Hinton2015"] = ["Experiments"],
        ["Descendants"] = ["Experiments"],
        ["Distill.Studio"] = ["Distill.Jobs", "Distill.Reports"],
        ["Distill.Cli"] =
        [
            "Distill", "Distill.Distributed", "Distill.Images", "Distill.Jobs", "Distill.Reports", "Distill.Runs", "Distill.Studio", "Descendants", "Experiments", "Hinton2015",
            "Microsoft.ML.OnnxRuntime.Extensions", "Spectre.Console", "System.CommandLine",
        ],
    };

    public static TheoryData<string> Projects =>
        [.. new[] { "src", "papers" }.SelectMany(root => Directory.EnumerateDirectories(Path.Combine(Checkout.Root, root))).Select(folder => Path.GetRelativePath(Checkout.Root, folder)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Projects))]
    public void AProjectReferencesWhatItsRowAllows(string project)
    {
        Assert.True(MayReference.TryGetValue(Path.GetFileName(project), out var allowed), $"{project} has no row in the table; add one.");

        Violations.AssertNone(References(project).Except(allowed).Select(
            reference => $"{project} references {reference}, which its row in the table does not allow."));
    }

    private static IEnumerable<string> References(string project)
    {
        var file = XDocument.Load(Path.Combine(Checkout.Root, project, Path.GetFileName(project) + ".csproj"));
        var projects = file.Descendants("ProjectReference").Select(e => Path.GetFileNameWithoutExtension((string?)e.Attribute("Include")));
        var packages = file.Descendants("PackageReference").Select(e => (string?)e.Attribute("Include"));
        return projects.Concat(packages).OfType<string>();
    }
}

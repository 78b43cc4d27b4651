using System.IO.Compression;
using System.Xml.Linq;

namespace Distill.Packages.Tests;

public sealed class ContentTests(LocalFeed feed)
{
    [Theory(Skip = LocalFeed.WhyNot, SkipUnless = nameof(LocalFeed.IsWanted), SkipType = typeof(LocalFeed))]
    [InlineData("Distill.NET.Runs", "lib/net10.0/Distill.Runs")]
    [InlineData("Distill.NET", "lib/net10.0/Distill.NET")]
    [InlineData("Distill.NET.Distributed", "lib/net10.0/Distill.Distributed")]
    [InlineData("Distill.NET.Images", "lib/net10.0/Distill.Images")]
    [InlineData("Distill.NET.Onnx", "lib/net10.0/Distill.NET.Onnx")]
    [InlineData("Distill.NET.Jobs", "lib/net10.0/Distill.Jobs")]
    [InlineData("Distill.NET.Speech", "lib/net10.0/Distill.Speech")]
    [InlineData("Distill.NET.Text", "lib/net10.0/Distill.Text")]
    public void ALibraryBringsItsAssemblyItsDocumentationReadmeAndLicence(string id, string assembly)
    {
        using var package = ZipFile.OpenRead(feed.PathOf(id));
        using var symbols = ZipFile.OpenRead(Path.ChangeExtension(feed.PathOf(id), ".snupkg"));
        var metadata = Manifest(package, id);

        Assert.NotNull(package.GetEntry(assembly + ".dll"));
        Assert.Contains("<member name=", Text(package, assembly + ".xml"), StringComparison.Ordinal);
        Assert.NotNull(symbols.GetEntry(assembly + ".pdb"));
        Assert.StartsWith("# " + id, Text(package, "README.md"), StringComparison.Ordinal);
        Assert.Equal(("README.md", "MIT"), (Value(metadata, "readme"), Value(metadata, "license")));
        Assert.NotEqual("Package Description", Value(metadata, "description"));
    }

    [Fact(Skip = LocalFeed.WhyNot, SkipUnless = nameof(LocalFeed.IsWanted), SkipType = typeof(LocalFeed))]
    public void ThePackageBringsTheTargetsThatMakeTheNativeLibraryLoad()
    {
        using var package = ZipFile.OpenRead(feed.PathOf("Distill.NET"));

        Assert.NotNull(package.GetEntry("buildTransitive/Distill.NET.targets"));
        Assert.NotNull(package.GetEntry("buildTransitive/WeakenVersionNeed.cs"));
    }

    private static XElement Manifest(ZipArchive package, string id) => XDocument.Parse(Text(package, id + ".nuspec")).Root!.Elements().First();

    private static string? Value(XElement metadata, string name) => metadata.Elements().FirstOrDefault(element => element.Name.LocalName == name)?.Value;

    private static string Text(ZipArchive package, string entry)
    {
        using var reader = new StreamReader((package.GetEntry(entry) ?? throw new InvalidOperationException($"no {entry}")).Open());
        return reader.ReadToEnd().TrimStart('\uFEFF');
    }
}

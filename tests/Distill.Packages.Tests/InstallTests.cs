using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Distill.Packages.Tests;

/// <summary>The packages as their users get them: from a feed, into empty projects outside of the checkout.</summary>
public sealed class InstallTests(LocalFeed feed)
{
    private static readonly string[] Shapes = ["disc", "cross", "square", "ring"];

    [Fact(Skip = LocalFeed.WhyNot, SkipUnless = nameof(LocalFeed.IsWanted), SkipType = typeof(LocalFeed))]
    public async Task AStudentIsDistilledWithThePackagesAndRunsWithOnnxRuntimeAlone()
    {
        var distilling = feed.NewFolder("distilling");
        CopySample("OwnModule", distilling);
        WriteProject(distilling, ("Distill.NET", "0.1.0"), ("Distill.NET.Onnx", "0.1.0"), (Libtorch, VersionOf(Libtorch)));

        var said = Dotnet.Run(distilling, "run", "-c", "Release");

        Assert.True(int.Parse(ErrorsOf("teacher").Match(said).Groups[1].Value, CultureInfo.InvariantCulture) < 200, said);
        Assert.True(int.Parse(ErrorsOf("student").Match(said).Groups[1].Value, CultureInfo.InvariantCulture) < 400, said);

        var application = feed.NewFolder("application");
        CopySample("ClassifyImages", application);
        WriteProject(
            application,
            ("Microsoft.ML.OnnxRuntime", VersionOf("Microsoft.ML.OnnxRuntime")),
            ("Microsoft.ML.OnnxRuntime.Extensions", VersionOf("Microsoft.ML.OnnxRuntime.Extensions")));
        var images = Shapes.Select(shape => Drawing.Write(application, shape)).ToArray();

        // What the SDK has to say of the build comes on stdout as well.
        var classified = Dotnet.Run(application, ["run", "-c", "Release", "--", Path.Combine(distilling, "student.onnx"), .. images])
            .Split('\n')
            .Select(line => line.Split('\t'))
            .Where(fields => fields.Length == 3)
            .Select(fields => fields[1]);

        Assert.Equal(Shapes, classified);
        Assert.Equal(Shapes, await AskTheTemplate(Path.Combine(distilling, "student.onnx"), images));
    }

    private async Task<IEnumerable<string>> AskTheTemplate(string student, string[] images)
    {
        var folder = feed.NewFolder("web");
        var templates = Path.Combine(folder, "templates");
        Dotnet.Run(folder, "new", "install", feed.PathOf("Distill.NET.Templates"), "--debug:custom-hive", templates);
        Dotnet.Run(folder, "new", "distill-app", "-o", "Shapes", "--no-update-check", "--debug:custom-hive", templates);
        // NU1603: the feed has of each package the version that this checkout was restored with, which may be a newer one.
        Dotnet.Run(Path.Combine(folder, "Shapes"), "build", "-c", "Release", "-o", "built", "-v", "quiet", "-warnaserror", "-p:NoWarn=NU1603");
        using var server = new WebServer(Path.Combine(folder, "Shapes", "built", "Shapes.dll"), "--Model", student);
        using var client = new HttpClient { BaseAddress = server.Address };

        var described = await client.GetFromJsonAsync<JsonElement>("/");
        Assert.Equal(Shapes, described.GetProperty("classes").EnumerateArray().Select(name => name.GetString()));
        using var wrong = await client.PostAsync("/predict", new StringContent("a text"));
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        Assert.Contains("takes an image, not a text", await wrong.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        var answers = new List<string>();
        foreach (var image in images)
        {
            using var body = new ByteArrayContent(await File.ReadAllBytesAsync(image)) { Headers = { ContentType = new("image/png") } };
            using var response = await client.PostAsync("/predict", body);
            var classes = await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>();
            Assert.Equal(1, classes.EnumerateArray().Sum(answer => answer.GetProperty("probability").GetDouble()), 6);
            answers.Add(classes[0].GetProperty("name").GetString()!);
        }

        return answers;
    }

    private static string Libtorch =>
        OperatingSystem.IsWindows() ? "libtorch-cpu-win-x64" : OperatingSystem.IsMacOS() ? "libtorch-cpu-osx-arm64" : "libtorch-cpu-linux-x64";

    private static Regex ErrorsOf(string model) => new($@"{model}: (\d+) errors of 1000");

    private static void CopySample(string name, string folder)
    {
        foreach (var file in Directory.GetFiles(Path.Combine(Checkout.Root, "samples", name), "*.cs"))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }
    }

    private static void WriteProject(string folder, params (string Id, string Version)[] packages) => File.WriteAllText(
        Path.Combine(folder, "Application.csproj"),
        new XElement(
            "Project",
            new XAttribute("Sdk", "Microsoft.NET.Sdk"),
            new XElement(
                "PropertyGroup",
                new XElement("OutputType", "Exe"),
                new XElement("TargetFramework", "net10.0"),
                new XElement("Nullable", "enable"),
                new XElement("ImplicitUsings", "enable")),
            new XElement(
                "ItemGroup",
                packages.Select(package => new XElement("PackageReference", new XAttribute("Include", package.Id), new XAttribute("Version", package.Version))))).ToString());

    [Fact]
    public void TheTemplateAsksForThePackagesOfThisCheckout()
    {
        var project = XDocument.Load(Path.Combine(Checkout.Root, "templates", "distill-app", "DistillApp.csproj"));

        Assert.All(project.Descendants("PackageReference"), package => Assert.Equal(VersionOf((string)package.Attribute("Include")!), (string?)package.Attribute("Version")));
    }

    private static string VersionOf(string id) => XDocument.Load(Path.Combine(Checkout.Root, "Directory.Packages.props"))
        .Descendants("PackageVersion").Single(element => (string?)element.Attribute("Include") == id).Attribute("Version")!.Value;
}

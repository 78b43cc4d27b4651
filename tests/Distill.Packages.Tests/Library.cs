using System.Reflection;
using System.Xml.Linq;

namespace Distill.Packages.Tests;

/// <summary>A project of src/ that is published as a library.</summary>
/// <param name="Project">Its name, which is that of its folder.</param>
/// <param name="AssemblyName">The name of its assembly.</param>
internal sealed record Library(string Project, string AssemblyName)
{
    /// <summary>All of them, by name. A project that says IsPackable is one of them without being listed anywhere.</summary>
    public static IReadOnlyList<Library> All { get; } =
    [
        .. Directory.GetDirectories(Path.Combine(Checkout.Root, "src"))
            .Select(folder => Path.GetFileName(folder)!)
            .Order(StringComparer.Ordinal)
            .Select(Read)
            .OfType<Library>(),
    ];

    /// <summary>The reviewed list of its public members.</summary>
    public string ApiPath => Path.Combine(Checkout.Root, "src", Project, "PublicApi.txt");

    /// <summary>What was built of it.</summary>
    public Assembly Assembly => Assembly.Load(new AssemblyName(AssemblyName));

    private static Library? Read(string project)
    {
        var properties = XDocument.Load(Path.Combine(Checkout.Root, "src", project, project + ".csproj"))
            .Descendants()
            .Where(element => element.Parent?.Name.LocalName == "PropertyGroup" && element.Attribute("Condition") is null)
            .ToDictionary(element => element.Name.LocalName, element => element.Value);
        return properties.GetValueOrDefault("IsPackable") == "true" && !properties.ContainsKey("PackAsTool")
            ? new Library(project, properties.GetValueOrDefault("AssemblyName", project))
            : null;
    }
}

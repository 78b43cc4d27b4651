using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Distill.Jobs.Recipes;

/// <summary>The summaries of members, read from the documentation files beside the assemblies.</summary>
internal sealed partial class MemberDocumentation
{
    private readonly Dictionary<string, Dictionary<string, string>> byAssembly = [];

    /// <summary>The summary of the property that JSON calls <paramref name="key"/>, in plain text; null where there is none.</summary>
    public string? Summary(Type type, string key)
    {
        for (var declaring = type; declaring is not null; declaring = declaring.BaseType)
        {
            var name = $"P:{declaring.FullName}.{char.ToUpperInvariant(key[0])}{key[1..]}";
            if (Members(declaring).TryGetValue(name, out var summary))
            {
                return summary;
            }
        }

        return null;
    }

    private Dictionary<string, string> Members(Type type)
    {
        var path = Path.ChangeExtension(type.Assembly.Location, ".xml");
        if (!byAssembly.TryGetValue(path, out var members))
        {
            members = File.Exists(path)
                ? XDocument.Load(path).Descendants("member")
                    .Where(member => member.Attribute("name") is not null)
                    .ToDictionary(member => member.Attribute("name")!.Value, member => Plain(member.Element("summary")))
                : [];
            byAssembly.Add(path, members);
        }

        return members;
    }

    private static string Plain(XElement? summary)
    {
        if (summary is null)
        {
            return "";
        }

        // A reference stands for the last part of what it names, written as JSON writes keys.
        foreach (var reference in summary.Descendants("see").ToList())
        {
            var name = reference.Attribute("cref")?.Value.Split('.')[^1] ?? "";
            reference.ReplaceWith(name.Length == 0 ? "" : char.ToLowerInvariant(name[0]) + name[1..]);
        }

        return Spaces().Replace(summary.Value, " ").Trim();
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}

using System.Text.Json;
using System.Text.Json.Nodes;
using Distill.Evaluation;
using Distill.Runs;

namespace Distill.Jobs.Specialists;

/// <summary>Groups of classes that are known beforehand, for example ten domains of 150 intents: what clusters are held against.</summary>
/// <param name="Of">The group of each class, by numbers from 0.</param>
internal sealed record KnownGroups(IReadOnlyList<int> Of)
{
    /// <summary>Reads a JSON object from each class to the name of its group.</summary>
    /// <param name="path">The file.</param>
    /// <param name="classes">The classes of the data.</param>
    /// <exception cref="DistillException">The file cannot be read, holds something else, or names other classes.</exception>
    public static KnownGroups Read(string path, IReadOnlyList<string> classes)
    {
        var groups = new Dictionary<string, string>();
        var tree = StrictJson.ReadTree(path);
        foreach (var (name, value) in tree as JsonObject ?? throw Wrong("holds no object"))
        {
            if (!classes.Contains(name))
            {
                throw Wrong($"has the class '{name}', which the data do not have", NearMiss.Question(name, classes));
            }

            groups.Add(name, value is not null && value.GetValueKind() == JsonValueKind.String ? (string)value! : throw Wrong($"gives '{name}' no name of a group"));
        }

        string[] missing = [.. classes.Where(name => !groups.ContainsKey(name))];
        if (missing.Length > 0)
        {
            throw Wrong($"gives no group to {missing.Length} of {classes.Count} classes: {NameList.Of(missing)}");
        }

        string[] names = [.. groups.Values.Distinct()];
        return new KnownGroups([.. classes.Select(name => Array.IndexOf(names, groups[name]))]);

        DistillException Wrong(string what, string question = "") => new(
            $$"""{{path}} {{what}}; expected an object from each class to the name of its group, for example {"cat": "animals", "car": "vehicles"}.{{question}}""");
    }

    /// <summary>The adjusted Rand index of clusters of the same classes: 1 where they are the groups, about 0 where they are as by chance.</summary>
    /// <param name="clusterOf">The cluster of each class.</param>
    public double Agreement(IReadOnlyList<int> clusterOf) => RandIndex.Adjusted(Of, clusterOf);
}

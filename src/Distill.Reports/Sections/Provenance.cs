using System.Text.Json;
using Distill.Reports.Markup;
using Distill.Runs;

namespace Distill.Reports.Sections;

/// <summary>How the run was made: enough to make it again.</summary>
internal static class Provenance
{
    private const int MostLines = 2000;

    public static Html Render(RunManifest manifest) => Section.Of(
        "made",
        "How this was made",
        Html.Of($"Everything on this page comes from the folder of the run; run.json in it has the same facts."),
        Html.Of(
            $"""
            {Command(ShellLine.Of(manifest.CommandLine))}
            {List(Facts(manifest))}
            {Details("Full configuration", manifest.Configuration)}
            {(manifest.Results is { } results ? Details("Results as --json prints them", results) : default)}
            """));

    /// <summary>A command to type again.</summary>
    public static Html Command(string command) => Html.Of($"""<pre class="command"><code>{command}</code></pre>""");

    /// <summary>Facts under each other.</summary>
    public static Html List(IEnumerable<(string Name, Html Value)> facts)
    {
        var lines = facts.Select(fact => Html.Of(
            $"""
            <div><dt>{fact.Name}</dt><dd>{fact.Value}</dd></div>

            """));
        return Html.Of(
            $"""
            <dl class="facts">
            {lines}</dl>
            """);
    }

    /// <summary>What a run was made with: seeds, machine, software and commit.</summary>
    public static IEnumerable<(string Name, Html Value)> MadeWith(
        IEnumerable<long> seeds, MachineInfo machine, RunVersions versions, string? commit)
    {
        yield return ("seeds", Html.Of($"{string.Join(", ", seeds)}"));
        yield return ("machine", Html.Of($"{Runs.Documents.MadeWith.Machine(machine)}"));
        yield return ("software", Html.Of($"{Runs.Documents.MadeWith.Software(versions)}"));
        if (commit is not null)
        {
            yield return ("commit", Html.Of($"<code>{commit}</code>"));
        }
    }

    private static IEnumerable<(string Name, Html Value)> Facts(RunManifest manifest)
    {
        yield return ("status", Html.Of($"{manifest.StatusText}"));
        yield return ("started", Html.Of($"{Runs.Documents.MadeWith.Time(manifest.Started)}"));
        if (manifest.Finished is { } finished)
        {
            yield return ("took", Html.Of($"{NumberText.Duration(finished - manifest.Started)}"));
        }

        foreach (var fact in MadeWith(manifest.Seeds, manifest.Machine, manifest.Versions, manifest.Commit))
        {
            yield return fact;
        }

        foreach (var (use, fingerprint) in manifest.Data)
        {
            yield return ($"data, {use}", Html.Of($"<code>{fingerprint.Value}</code>"));
        }
    }

    private static Html Details(string summary, JsonElement json)
    {
        var lines = JsonSerializer.Serialize(json, RunJson.Options).Split('\n');
        var shown = lines.Take(MostLines).Select(line => Html.Of($"{line}\n"));
        var more = lines.Length > MostLines ? $"… {lines.Length - MostLines} lines more in run.json" : "";
        return Html.Of(
            $"""
            <details><summary>{summary}</summary>
            <pre tabindex="0"><code>{shown}{more}</code></pre>
            </details>

            """);
    }
}

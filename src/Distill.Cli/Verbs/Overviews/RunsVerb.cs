using System.CommandLine;
using Distill.Cli.CommandLine;
using Distill.Cli.Terminal;
using Distill.Jobs.Overviews;
using Distill.Runs;

namespace Distill.Cli.Verbs;

/// <summary>Lists the runs of a folder.</summary>
internal static class RunsVerb
{
    public static Command Create()
    {
        var root = new Argument<string>("folder") { Description = "The folder with runs (default: runs).", DefaultValueFactory = _ => "runs" };
        var kind = new Option<string?>("--kind") { Description = "Only runs of this kind.", HelpName = "KIND" };
        kind.AcceptOnlyFromAmong([.. Enum.GetNames<RunKind>().Select(name => name.ToLowerInvariant())]);
        var data = new Option<string?>("--data") { Description = "Only runs on this data set.", HelpName = "NAME|PATH" };
        var sort = new Option<string>("--sort") { Description = "newest (default), right (most of the test set) or name.", HelpName = "BY", DefaultValueFactory = _ => "newest" };
        sort.AcceptOnlyFromAmong("newest", "right", "name");
        var command = new Command("runs", "List the runs of a folder with their results.") { root, kind, data, sort };
        command.Runs((parsed, screen, _) =>
        {
            var folder = parsed.GetRequiredValue(root);
            var all = RunList.In(folder);
            IEnumerable<RunOverview> chosen = all.Where(run =>
                (parsed.GetValue(kind) is not { } wanted || string.Equals(run.Kind?.ToString(), wanted, StringComparison.OrdinalIgnoreCase))
                && (parsed.GetValue(data) is not { } set || run.Data == set));
            chosen = parsed.GetRequiredValue(sort) switch
            {
                "right" => chosen.OrderByDescending(run => run.Right ?? -1).ThenByDescending(run => run.When),
                "name" => chosen.OrderBy(run => run.Name, StringComparer.Ordinal),
                _ => chosen,
            };
            List<RunOverview> runs = [.. chosen];
            screen.WriteJson(new { folder = Path.GetFullPath(folder), runs });
            DocumentText.Show(RunList.AsDocument(folder, runs, all.Count), screen);
            return ExitCode.Done;
        });
        return command.WithExamples("distill runs", "distill runs experiments/ --kind train --sort right");
    }
}

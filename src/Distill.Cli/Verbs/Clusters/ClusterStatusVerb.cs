using System.CommandLine;
using System.Globalization;
using Distill.Cli.CommandLine;
using Distill.Jobs.Clusters.Status;

namespace Distill.Cli.Verbs;

/// <summary>Says how far work on a cluster is, from its folder alone.</summary>
internal static class ClusterStatusVerb
{
    public static Command Create()
    {
        var folder = new Argument<string>("folder") { Description = "The folder of 'distill cluster script', or a run, a store or counts." };
        var command = new Command("status", "Say how far work on a cluster is, from its folder alone.") { folder };
        command.Runs((parsed, screen, _) =>
        {
            var stages = ClusterStatus.Of(parsed.GetRequiredValue(folder));
            screen.WriteJson(new { stages });
            screen.WriteTable(
                ["stage", "state", "done", "at work"],
                stages.Select(stage => (IReadOnlyList<string>)
                [
                    stage.Stage,
                    State(stage.State),
                    string.Create(CultureInfo.InvariantCulture, $"{stage.Done} of {(stage.Total is { } total ? $"{total} {stage.Pieces}" : stage.Pieces)}"),
                    string.Join('\n', stage.Message is { } why ? [why, .. stage.Workers] : stage.Workers),
                ]));
            return ExitCode.Done;
        });
        return command.WithExamples(
            "distill cluster status runs/glyphs",
            "distill cluster status targets/ --json");
    }

    private static string State(StageState state) => state switch
    {
        StageState.Waiting => "waiting",
        StageState.Begun => "begun",
        StageState.Failed => "failed",
        _ => "done",
    };
}

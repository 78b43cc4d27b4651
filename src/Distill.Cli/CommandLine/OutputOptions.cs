using System.CommandLine;

namespace Distill.Cli.CommandLine;

/// <summary>Where runs go.</summary>
internal static class OutputOptions
{
    /// <summary>A new option for one verb.</summary>
    public static Option<string> Root() => new("--runs")
    {
        Description = "The folder in which the run's own folder is made.",
        DefaultValueFactory = _ => "runs",
        HelpName = "DIR",
    };
}

using System.CommandLine;
using Distill.Runs;

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

    /// <summary>Refuses to be told of two places: a run that goes on has its folder, and --out names one itself.</summary>
    /// <exception cref="DistillException">Names what would change nothing.</exception>
    public static void RefuseTwoPlaces(ParseResult parsed, Option<string?>? resume, Option<string?>? output, Option<string> root)
    {
        if (resume is not null && parsed.IsGiven(resume))
        {
            parsed.Refuse("beside --resume, which resumes in the run's own folder", output is null ? [root] : [output, root]);
        }

        if (output is not null && parsed.IsGiven(output))
        {
            parsed.Refuse("beside --out, which names the run's own folder", root);
        }
    }
}

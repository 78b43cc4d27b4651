using System.CommandLine;
using Distill.Runs;

namespace Distill.Cli.CommandLine;

/// <summary>Where runs go.</summary>
internal static class OutputOptions
{
    /// <summary>A new option for one verb.</summary>
    public static Option<string> Root() => new Option<string>("--runs")
    {
        Description = "The folder in which the run's own folder is made.",
        DefaultValueFactory = _ => "runs",
        HelpName = "DIR",
    }.In(HelpGroups.Run);

    /// <summary>A new option for one verb, by which the same line starts work and resumes it.</summary>
    public static Option<bool> ResumeIfThere() => new Option<bool>("--resume-if-there")
    {
        Description = "Where --out holds this very run already, resume it: so a script's line may be repeated as it is.",
    }.In(HelpGroups.Run);

    /// <summary>The run's own folder, which a line that may be repeated must name.</summary>
    /// <exception cref="DistillException">It is not named.</exception>
    public static string? RepeatedPlace(this ParseResult parsed, Option<bool> resumeIfThere, Option<string?> output) =>
        !parsed.GetValue(resumeIfThere) ? null : parsed.GetValue(output) ?? throw new DistillException(
            $"{resumeIfThere.Name} needs {output.Name}, the folder in which to look.");

    /// <summary>Refuses to be told of two places: a run that goes on has its folder, and --out names one itself.</summary>
    /// <exception cref="DistillException">Names what would change nothing.</exception>
    public static void RefuseTwoPlaces(ParseResult parsed, Option<string?>? resume, Option<string?>? output, Option<string> root, Option<bool>? resumeIfThere = null)
    {
        if (resume is not null && parsed.IsGiven(resume))
        {
            parsed.Refuse("beside --resume, which resumes in the run's own folder", new Option?[] { output, root, resumeIfThere }.OfType<Option>());
        }

        if (output is not null && parsed.IsGiven(output))
        {
            parsed.Refuse("beside --out, which names the run's own folder", root);
        }
    }
}

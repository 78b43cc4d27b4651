using System.CommandLine;
using Distill.Runs;

namespace Distill.Cli.CommandLine;

/// <summary>The option by which a process does one part of long work.</summary>
internal static class PartOption
{
    /// <summary>A new option for one verb.</summary>
    /// <param name="what">What a part is of, for example "the store".</param>
    public static Option<string?> Create(string what) => new("--part")
    {
        Description = $"Only this part of {what}, for example 3/7, beside processes that do the others; without a value, the part that "
            + "Slurm or Kubernetes gave to this element of an array.",
        HelpName = "I/N",
        Arity = ArgumentArity.ZeroOrOne,
    };

    /// <summary>The part that was asked for; null for all of the work.</summary>
    /// <exception cref="DistillException">It is no part, or the launcher gave none.</exception>
    public static WorkPart? Part(this ParseResult parsed, Option<string?> option) =>
        !parsed.IsGiven(option) ? null
        : parsed.GetValue(option) is { Length: > 0 } text ? WorkPart.Parse(text)
        : LaunchedPart.Of(Environment.GetEnvironmentVariable);
}

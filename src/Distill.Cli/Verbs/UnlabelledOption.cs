using System.CommandLine;

namespace Distill.Cli.Verbs;

/// <summary>Data whose labels are not read, beside the data of a verb.</summary>
internal static class UnlabelledOption
{
    /// <summary>The option.</summary>
    /// <param name="use">What becomes of the examples.</param>
    public static Option<string[]> Create(string use) => new("--unlabelled")
    {
        Description = $"Further data {use}, read as --data is; labels that they have are not read.",
        HelpName = "NAME|PATH",
        AllowMultipleArgumentsPerToken = true,
    };
}

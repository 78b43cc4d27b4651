using System.CommandLine;

namespace Distill.Cli.Verbs;

/// <summary>Examples without labels, beside the data of a verb.</summary>
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

    /// <summary>Variations of the examples of the data.</summary>
    /// <param name="use">What becomes of them.</param>
    public static Option<int> Variations(string use) => new("--variations")
    {
        Description = $"Of texts and images: how many variations of each {use}: of a text some of its words, of an image mixtures with another.",
        HelpName = "N",
    };
}

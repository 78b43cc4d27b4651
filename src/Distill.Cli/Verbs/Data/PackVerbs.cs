using System.CommandLine;
using System.Globalization;
using Distill.Cli.CommandLine;
using Distill.Cli.Terminal;
using Distill.Jobs.Datasets;

namespace Distill.Cli.Verbs;

/// <summary>Packs data into files that need no decoding, and compares them with their fingerprints.</summary>
internal static class PackVerbs
{
    public static Command Pack()
    {
        var data = new Argument<string>("data") { Description = "A name from 'distill data list', or a path." };
        var output = new Option<string>("--out") { HelpName = "FOLDER", Description = "The folder for the files, missing, empty, or with a part of the same.", Required = true };
        var perFile = new Option<int?>("--file-examples") { HelpName = "N", Description = "Examples a file (default: about 64 MB of them)." };
        var reading = new ReadingOptions();
        var command = new Command("pack", "Pack data into files that are read without decoding, and that may be larger than the memory.") { data, output, perFile };
        reading.AddTo(command);
        command.Runs((parsed, screen, cancellationToken) =>
        {
            PackOutcome packed;
            using (var progress = screen.Progress())
            {
                packed = PackJob.Run(
                    parsed.GetRequiredValue(data), reading.Parse(parsed), parsed.GetRequiredValue(output), parsed.GetValue(perFile), progress.Context(cancellationToken));
            }

            screen.WriteJson(packed);
            Screen.Say(string.Create(
                CultureInfo.InvariantCulture,
                $"{packed.Train:N0}{(packed.Test is { } test ? $" + {test:N0}" : "")} examples in {packed.Files:N0} files: {packed.Folder}"));
            return ExitCode.Done;
        });
        return command.WithExamples(
            "distill data pack photos/ --resize 64 --out photos-64",
            "distill data pack glyphs:15000,1000000,246 --out glyphs-packed --file-examples 100000",
            "distill train --data photos-64 --network resnet:20");
    }

    public static Command Verify()
    {
        var folder = new Argument<string>("folder") { Description = "The folder of packed data." };
        var command = new Command("verify", "Read packed data once and compare every file with its fingerprint.") { folder };
        command.Runs((parsed, screen, cancellationToken) =>
        {
            long examples;
            using (var progress = screen.Progress())
            {
                examples = PackJob.Verify(parsed.GetRequiredValue(folder), progress.Context(cancellationToken));
            }

            screen.WriteJson(new { folder = parsed.GetRequiredValue(folder), examples });
            Screen.Say(string.Create(CultureInfo.InvariantCulture, $"{examples:N0} examples are as they were packed."));
            return ExitCode.Done;
        });
        return command.WithExamples("distill data verify photos-64");
    }
}

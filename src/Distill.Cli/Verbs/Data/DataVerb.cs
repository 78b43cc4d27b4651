using System.CommandLine;
using System.Globalization;
using Distill.Cli.CommandLine;
using Distill.Cli.Terminal;
using Distill.Jobs.Datasets;

namespace Distill.Cli.Verbs;

/// <summary>Lists, fetches and describes data sets.</summary>
internal static class DataVerb
{
    public static Command Create() => new Command("data", "List, fetch, look at and pack data sets.") { List(), Fetch(), Show(), PackVerbs.Pack(), PackVerbs.Verify() }
        .WithExamples("distill data list", "distill data fetch fashion-mnist", "distill data show photos/", "distill data pack photos/ --resize 64 --out photos-64");

    private static Command List()
    {
        var command = new Command("list", "List the data sets that are known, and where they are.");
        command.Runs((_, screen, _) =>
        {
            var sets = DataSets.List();
            screen.WriteJson(sets);
            screen.WriteTable(
                ["set", "examples", "shape", "where"],
                sets.Select(set => (IReadOnlyList<string>)
                [
                    $"{set.Name}: {set.Description}",
                    string.Create(CultureInfo.InvariantCulture, $"{set.TrainingExamples:N0} + {set.TestExamples:N0}"),
                    set.Shape,
                    set.Place,
                ]));
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Fetch()
    {
        var name = new Argument<string>("name") { Description = "A name from 'distill data list'." };
        var command = new Command("fetch", "Fetch a data set and check its bytes.") { name };
        command.Runs((parsed, screen, cancellationToken) =>
        {
            string folder;
            using (var progress = screen.Progress())
            {
                folder = DataSets.Fetch(parsed.GetRequiredValue(name), progress.Context(cancellationToken));
            }

            screen.WriteJson(new { name = parsed.GetRequiredValue(name), folder });
            Screen.Say(folder.Length == 0 ? "It is built in." : folder);
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Show()
    {
        var name = new Argument<string>("data") { Description = "A name from 'distill data list', or a path." };
        var reading = new ReadingOptions();
        var command = new Command("show", "Describe a data set: its parts and what told them, shape, classes, what is left out, fingerprints.") { name };
        reading.AddTo(command);
        command.Runs((parsed, screen, cancellationToken) =>
        {
            DataSetDescription description;
            using (var progress = screen.Progress())
            {
                description = DataSets.Describe(parsed.GetRequiredValue(name), reading.Parse(parsed), progress.Context(cancellationToken));
            }

            screen.WriteJson(description);
            screen.WriteTable(
                ["part", "examples", "labelled", "shape", "fingerprint"],
                description.Parts.Select(part => (IReadOnlyList<string>)
                    [part.Name, Number(part.Examples), Number(part.Labelled), part.Shape, part.Fingerprint.Value]));
            foreach (var part in description.Parts)
            {
                Screen.Say($"{part.Name} is told by {part.RecognisedBy}.");
            }

            screen.WriteTable(
                ["class", .. description.Parts.Select(part => part.Name)],
                description.Classes.Take(50).Select((label, number) => (IReadOnlyList<string>)
                    [label, .. description.Parts.Select(part => Number(part.ClassCounts[number]))]),
                description.Classes.Count > 50 ? $"the first 50 of {description.Classes.Count} classes" : null);
            if (description.LeftOut.Count > 0)
            {
                screen.WriteTable(
                    ["left out", "count", "first"],
                    description.LeftOut.Select(leftOut => (IReadOnlyList<string>)[leftOut.Reason, Number(leftOut.Count), leftOut.First]));
            }

            foreach (var warning in description.Warnings)
            {
                Screen.Say(warning);
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static string Number(int count) => count.ToString("N0", CultureInfo.InvariantCulture);
}

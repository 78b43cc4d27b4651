using System.CommandLine;
using Distill.Cli.CommandLine;
using Distill.Cli.Terminal;
using Distill.Jobs.Overviews;
using Distill.Reports;
using Distill.Runs.Results;

namespace Distill.Cli.Verbs;

/// <summary>Puts runs beside each other.</summary>
internal static class CompareVerb
{
    public static Command Create()
    {
        var paths = new Argument<string[]>("runs") { Description = $"The runs' folders, 2 to {RunComparison.Most}.", Arity = ArgumentArity.OneOrMore };
        var tests = new Option<bool>("--tests") { Description = "Measure the models again, and test the first against each other on the same examples. Needs the data." };
        var output = new Option<string?>("--out") { Description = "Also write a page, with the learning curves in one plot.", HelpName = "FILE.html" };
        var command = new Command("compare", "Put runs beside each other: scores, what differs, learning curves.") { paths, tests, output };
        command.Runs((parsed, screen, cancellationToken) =>
        {
            var runs = parsed.GetRequiredValue(paths);
            IReadOnlyList<PairedTest>? tested = null;
            if (parsed.GetValue(tests))
            {
                // What is wrong with the folders is known before any model is measured.
                RunComparison.Opened(runs);
                using var display = screen.Progress();
                tested = PairedRuns.Of(runs, display.Context(cancellationToken));
            }

            var document = RunComparison.Of(runs, tested);
            var page = parsed.GetValue(output) is { } path ? ReportWriter.Write(document, path) : null;
            screen.WriteJson(new { runs = runs.Select(run => RunOverview.Of(run, run)), tests = tested, page });
            // The curves are on the page alone.
            DocumentText.ShowShort(page is null ? document with { Sections = [.. document.Sections.Where(section => section.InShort)] } : document, screen);
            if (page is not null)
            {
                Screen.Say($"Page: {page}");
            }

            return ExitCode.Done;
        });
        return command.WithExamples(
            "distill compare runs/teacher runs/student", "distill compare runs/a runs/b runs/c --tests --out compare.html");
    }
}

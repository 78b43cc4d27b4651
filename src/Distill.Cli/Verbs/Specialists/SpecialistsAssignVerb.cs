using System.CommandLine;
using System.Globalization;
using Distill.Cli.CommandLine;
using Distill.Cli.Terminal;
using Distill.Jobs.SpecialistJobs;
using Distill.Jobs.Specialists;
using Distill.Reports;
using Distill.Runs.Results.Specialists;

namespace Distill.Cli.Verbs;

/// <summary>Gives the classes that a generalist confuses to specialists.</summary>
internal static class SpecialistsAssignVerb
{
    public static Command Create()
    {
        var options = new SpecialistsOptions();
        var explain = new Option<bool>("--explain") { Description = "Show each specialist's classes, nearest to its centroid first, and the confusions that brought them together." };
        var output = new Option<string?>("--out") { Description = "The run's own folder, missing or empty; without it one is made under --runs.", HelpName = "DIR" };
        var runs = OutputOptions.Root();
        var repeat = OutputOptions.ResumeIfThere();
        var command = new Command("assign", "Give the classes that a model confuses to specialists.") { explain, output, runs, repeat };
        options.AddTo(command);
        command.Add(new DeviceOption());
        command.Runs((parsed, screen, cancellationToken) =>
        {
            OutputOptions.RefuseTwoPlaces(parsed, null, output, runs);
            var recipe = options.Recipe(parsed);
            var (run, isDone) = parsed.RepeatedPlace(repeat, output) is { } place
                ? AssignJob.ResumeOrCreate(place, recipe)
                : (AssignJob.Create(parsed.GetValue(output), parsed.GetRequiredValue(runs), recipe), false);
            var again = parsed.GetValue(output) is null ? CommandText.Same(output.Name, run.Path) : CommandText.Same();
            var assignment = new FolderWork(run.Path, again).Finish(screen, () => isDone ? SpecialistAssignment.Read(run.AssignmentPath) : null, progress =>
            {
                AssignJob.Run(run, recipe, progress.Context(cancellationToken));
                return SpecialistAssignment.Read(run.AssignmentPath);
            });
            var report = ReportWriter.Write(run.Path);
            screen.WriteJson(AssignmentSummary.Of(assignment, run.Path, report));
            if (parsed.GetValue(explain))
            {
                AssignmentTable.Show(assignment, screen);
            }

            if (assignment.TemperatureChoice is { } choice)
            {
                Screen.Say(string.Create(CultureInfo.InvariantCulture, $"Counted at temperature {assignment.CountTemperature}, by {choice.Examples:N0} held-out examples. Their halves agree by {choice.Agreements()} (adjusted Rand index of the clusters)."));
            }

            if (assignment.GroupAgreement is { } agreement)
            {
                Screen.Say(string.Create(CultureInfo.InvariantCulture, $"Agreement of the clusters with the groups of {recipe.Groups}: {agreement:0.000} (adjusted Rand index; 1: the same, 0: as by chance)"));
            }

            Screen.Say($"Report: {report}");
            Screen.Say(assignment.Generalist.IsModel
                ? $"Train its {assignment.Sets.Count} specialists with: distill specialists train {run.Path}"
                : $"{assignment.Generalist.Name} is no model of this toolkit, so that no specialist can start from it: distil it into one, and assign with that.");
            return ExitCode.Done;
        });
        return command.WithExamples(
            "distill specialists assign --data photos/ --teacher generalist.safetensors --specialists 10 --classes-each 30 --explain",
            "distill specialists assign --data photos/ --teacher generalist.safetensors --targets targets/ --specialists 61 --classes-each 300 --passes 3 --out runs/specialists",
            "distill specialists assign --data photos/ --teacher generalist.safetensors --counts counts/ --specialists 61 --classes-each 300 --out runs/specialists",
            "distill specialists assign --data glyphs-100 --teacher generalist.safetensors --specialists 20 --partition --rate 0.0003 --shift 2",
            "distill specialists assign --data photos/ --teacher generalist.safetensors --specialists 10 --classes-each 30 --full-softmax --temperature 2",
            "distill specialists assign --data clinc150 --teacher generalist.safetensors --specialists 10 --partition --count-temperature 5 --groups domains.json --explain");
    }
}

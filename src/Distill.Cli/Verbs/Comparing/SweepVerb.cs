using System.CommandLine;
using Distill.Cli.CommandLine;
using Distill.Cli.Terminal;
using Distill.Jobs.Recipes;
using Distill.Jobs.Sweeps;
using Distill.Reports;
using Distill.Runs;
using Distill.Runs.Documents;

namespace Distill.Cli.Verbs;

/// <summary>Distils students of one or more architectures at every temperature and hard weight of a grid.</summary>
internal static class SweepVerb
{
    public static Command Create()
    {
        var options = new SweepOptions();
        var resume = new Option<string?>("--resume") { Description = "Resume an interrupted run; it knows all its options.", HelpName = "RUN" };
        var output = new Option<string?>("--out") { Description = "The run's own folder, missing or empty; without it one is made under --runs.", HelpName = "DIR" };
        var runs = OutputOptions.Root();
        var again = OutputOptions.ResumeIfThere();
        var part = PartOption.Create("the architectures");
        var smoke = new Option<bool>("--smoke") { Description = "A few hundred examples, to see in seconds that everything works; the figures mean nothing." };
        var tensorBoard = TensorBoardOption.Create();
        var command = new Command("sweep", "Distil students at every temperature and hard weight, at once where they are small.") { resume, output, runs, again, part, smoke, tensorBoard };
        options.AddTo(command);
        command.Runs((parsed, screen, cancellationToken) =>
        {
            OutputOptions.RefuseTwoPlaces(parsed, resume, output, runs, again);
            var (run, recipe) = parsed.GetValue(resume) is { } interrupted ? Reopen(interrupted) : Start(options.Recipe(parsed));
            if (parsed.Part(part) is { } share)
            {
                return RunPart(screen, run, recipe, share, parsed.GetValue(tensorBoard), cancellationToken);
            }

            var sweep = new FolderWork(run.Path, CommandText.Of("sweep", "--resume", run.Path)).Finish(
                screen, () => SweepJob.Finished(run), progress => SweepJob.Run(run, recipe, progress.Context(cancellationToken).WithTensorBoard(parsed.GetValue(tensorBoard))));
            // A run that an older version finished has no document yet.
            SweepJob.WriteDocument(run.Path);
            var report = ReportWriter.Write(run.Path);
            screen.WriteJson(sweep);
            DocumentText.Show(Document.Read(run.DocumentPath), screen);
            Screen.Say($"Report: {report}");
            if (Directory.Exists(run.StudentsPath))
            {
                Screen.Say($"Models: {run.StudentsPath}");
                NextSteps.OfModel(run.Path, Directory.EnumerateFiles(run.StudentsPath, "*.safetensors").Order(StringComparer.Ordinal).First());
            }

            return ExitCode.Done;

            (RunDirectory Run, SweepRecipe Recipe) Start(SweepRecipe recipe)
            {
                recipe = parsed.GetValue(smoke) ? recipe.Smoke() : recipe;
                return parsed.RepeatedPlace(again, output) is { } place
                    ? SweepJob.ResumeOrCreate(place, recipe)
                    : (SweepJob.Create(parsed.GetValue(output), parsed.GetRequiredValue(runs), recipe), recipe);
            }

            (RunDirectory Run, SweepRecipe Recipe) Reopen(string path)
            {
                string[] given = [.. options.Given(parsed), .. parsed.GetValue(smoke) ? [smoke.Name] : Array.Empty<string>()];
                return given.Length == 0
                    ? SweepJob.Reopen(path)
                    : throw new DistillException($"--resume uses the options that are in the run; leave out {string.Join(", ", given)}.");
            }
        });
        return command.WithExamples(
            "distill sweep --data mnist --network mlp:800,800 --teacher runs/teacher/model.safetensors",
            "distill sweep --data mnist --network mlp:30,30 mlp:300,300 --teacher a.safetensors b.onnx --temperatures 1,2,4,8,20 --hard-weights 0,0.1 --seeds 5",
            "distill sweep --data photos/ --network mlp:128 --targets targets/ --precision bf16 --epochs 20 --out runs/sweep",
            "distill sweep --data mnist --network mlp:100 --teacher teacher.safetensors --set grid.seeds=[11,12] --set grid.training.gradientClip=1",
            "distill sweep --data mnist --network mlp:30 mlp:300 --teacher teacher.safetensors --out runs/sweep --resume-if-there --part 2/2",
            "distill sweep --resume runs/2026-03-01-141502-sweep");
    }

    private static int RunPart(Screen screen, RunDirectory run, SweepRecipe recipe, WorkPart part, bool tensorBoard, CancellationToken cancellationToken)
    {
        var resume = CommandText.Of("sweep", "--resume", run.Path);
        var done = SweepJob.Finished(run) is not null;
        var networks = done
            ? []
            : new FolderWork(run.Path, $"{resume} --part {part}").Do(
                screen, progress => SweepJob.RunPart(run, recipe, part, progress.Context(cancellationToken).WithTensorBoard(tensorBoard)));
        screen.WriteJson(new { run = run.Path, part = $"{part}", networks });
        Screen.Say(done ? $"Already done: {run.Path}" : $"Part {part}: {(networks.Count > 0 ? string.Join(", ", networks) : "no architecture")}. Once all parts are done: {resume}");
        return ExitCode.Done;
    }
}

using System.CommandLine;
using Distill.Cli.CommandLine;
using Distill.Cli.Terminal;
using Distill.Jobs;
using Distill.Jobs.Recipes;
using Distill.Jobs.Training;
using Distill.Reports;
using Distill.Runs;
using Distill.Runs.Documents;

namespace Distill.Cli.Verbs;

/// <summary>Trains one model on labels, or distils one from a teacher or stored targets.</summary>
internal static class TrainVerb
{
    public static Command Create()
    {
        var options = new TrainOptions();
        var resume = new Option<string?>("--resume") { Description = "Resume an interrupted run; it knows all its options.", HelpName = "RUN" };
        var output = new Option<string?>("--out") { Description = "The run's own folder, missing or empty; without it one is made under --runs.", HelpName = "DIR" };
        var runs = OutputOptions.Root();
        var tensorBoard = TensorBoardOption.Create();
        var again = OutputOptions.ResumeIfThere();
        var together = new RanksOption();
        var command = new Command("train", "Train a model on labels; with --teacher or --targets, distil it.") { resume, output, runs, again, tensorBoard };
        together.AddTo(command);
        options.AddTo(command);
        command.Runs((parsed, screen, cancellationToken) =>
        {
            OutputOptions.RefuseTwoPlaces(parsed, resume, output, runs, again);
            var place = parsed.GetValue(resume) ?? parsed.GetValue(output);
            var ranks = together.Join(parsed, place);
            if (ranks is { Rank: > 0 })
            {
                Follow(place!);
                ranks.Leave();
                return ExitCode.Done;
            }

            var (run, recipe) = parsed.GetValue(resume) is { } interrupted
                ? Reopen(interrupted, options.Given(parsed))
                : Start(options.Recipe(parsed));
            var outcome = new FolderWork(run.Path, RanksOption.Resume(ranks, run.Path)).Finish(
                screen,
                () => TrainJob.Finished(run),
                progress => TrainJob.Run(run, recipe, progress.Context(cancellationToken).WithTensorBoard(parsed.GetValue(tensorBoard)) with { Ranks = ranks }));
            ranks?.Leave();
            if (!File.Exists(run.DocumentPath))
            {
                // A run of an earlier version that is done has none.
                TrainJob.WriteDocument(run.Path);
            }

            var report = ReportWriter.Write(run.Path);
            screen.WriteJson(outcome);
            DocumentText.ShowShort(Document.Read(run.DocumentPath), screen);
            Screen.Say($"Report: {report}");
            Screen.Say($"Model:  {outcome.Model}");
            if (outcome.File is { } file)
            {
                Screen.Say($"File:   {file}");
                NextSteps.OfFile(run.Path, file);
                return ExitCode.Done;
            }

            NextSteps.OfModel(run.Path, run.Path);
            return ExitCode.Done;

            void Follow(string run)
            {
                var recipe = parsed.GetValue(resume) is null ? options.Recipe(parsed) : Reopen(run, options.Given(parsed)).Recipe;
                if (RunDirectory.IsRun(run) && TrainJob.Finished(RunDirectory.Open(run)) is not null)
                {
                    return;
                }

                try
                {
                    TrainJob.Follow(run, recipe, new JobContext { Ranks = ranks, CancellationToken = cancellationToken });
                }
                // Rank 0 tells of everything else.
                catch (IOException silence)
                {
                    FailureText.GoesOnWith(silence, RanksOption.Resume(ranks, run));
                    throw;
                }
            }

            (RunDirectory Run, TrainRecipe Recipe) Start(TrainRecipe recipe) => parsed.RepeatedPlace(again, output) is { } place
                ? TrainJob.ResumeOrCreate(place, recipe)
                : (TrainJob.Create(parsed.GetValue(output), parsed.GetRequiredValue(runs), recipe), recipe);
        });
        return command.WithExamples(
            "distill train --data mnist --network mlp:1200,1200 --epochs 40 --shift 2 --out runs/teacher",
            "distill train --data mnist --network mlp:800,800 --teacher runs/teacher/model.safetensors --temperature 20",
            "distill train --data photos/ --network conv:32,64,128 --teacher a.safetensors b.safetensors",
            "distill train --data photos/ --network resnet:20 --teacher resnet50.onnx --teacher-mean imagenet --class-map imagenet_classes.txt",
            "distill train --data mnist --network mlp:100 --targets targets/ --set training.optimizer.kind=sgd --set training.schedule.rate=0.1",
            "distill train --data mnist --network mlp:800,800 --teacher runs/teacher --hints relu1=relu1 relu2=relu2",
            "distill train --data fashion-mnist --teacher runs/teacher --budget 100KB --epochs 30",
            "distill train --data photos/ --start runs/large --teacher runs/large --budget 500KB",
            "distill train --data photos/ --start imported.safetensors --set training.schedule.rate=0.0003",
            "distill train --data mnist --network mlp:1200,1200 --out runs/teacher --resume-if-there",
            "mpirun -n 2 distill train --data mnist --network mlp:1200,1200 --out runs/teacher --ranks",
            "distill train --resume runs/2026-03-01-141502-train");
    }

    private static (RunDirectory Run, TrainRecipe Recipe) Reopen(string path, IReadOnlyList<string> given) => given.Count == 0
        ? TrainJob.Reopen(path)
        : throw new DistillException($"--resume uses the options that are in the run; leave out {string.Join(", ", given)}.");
}

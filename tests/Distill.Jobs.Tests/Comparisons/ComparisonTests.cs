using System.Text.Json;
using Distill.Data;
using Distill.Data.Glyphs;
using Distill.Jobs.Comparisons;
using Distill.Jobs.Comparisons.Reporting;
using Distill.Jobs.Recipes;
using Distill.Models;
using Distill.Objectives;
using Distill.Reports;
using Distill.Runs;
using Distill.Runs.Results;
using Distill.Runs.Results.Specialists;
using Distill.Targets;
using Distill.Teachers;
using Distill.Training;
using Distill.Training.Hints;

namespace Distill.Jobs.Tests.Comparisons;

public sealed class ComparisonTests
{
    private static readonly ExampleView Train = Glyphs(first: 0);

    private static readonly ExampleView Test = Glyphs(first: 400);

    private static readonly Recipe Small = new()
    {
        Name = "small",
        Data = new DataRecipe { Set = "glyphs", Labelled = 0.25 },
        Teacher = new TeacherRecipe
        {
            Network = new MlpSpec { Widths = [64] },
            Training = new TrainingOptions { Duration = Duration.Epochs(3), BatchSize = 32 },
        },
        Student = new StudentRecipe
        {
            Network = new MlpSpec { Widths = [16] },
            Training = new TrainingOptions { Duration = Duration.Epochs(3), BatchSize = 32 },
        },
        Distillation = new DistillationRecipe { Temperatures = [2, 5], HardWeights = [0.1] },
        Rows =
        [
            new RowRecipe { Id = "hard", Label = "Labels alone", Teacher = false },
            new RowRecipe { Id = "distilled", Label = "Distilled" },
            new RowRecipe { Id = "transfer", Label = "Transfer", Examples = RowExamples.All, Labels = false, Epochs = 2 },
        ],
        Seeds = [1, 2],
    };

    [Fact]
    public void All_figures_are_there_and_fit_together()
    {
        using var folder = new TemporaryFolder();
        var (comparison, _) = Run(folder);
        Assert.Equal(360, comparison.Dataset.TrainExamples);
        Assert.Equal(40, comparison.Dataset.HeldOutExamples);
        Assert.Equal(400, comparison.Dataset.TestExamples);
        Assert.Equal([100L, 100, 360], comparison.Rows.Select(row => row.ExamplesUsed));
        Assert.Equal([100L, 100, 0], comparison.Rows.Select(row => row.LabelsUsed));
        Assert.All(comparison.Rows, row => Assert.Equal(2, row.Seeds.Count));
        Assert.All(comparison.Rows, row => Assert.Equal(800, row.Reliability!.Sum(bin => bin.Count)));
        Assert.Equal(2, comparison.HeldOutGrid!.Scores.Count);
        Assert.Contains(comparison.HeldOutGrid.Scores, score => score.Chosen && score.Temperature == comparison.Student.Temperature);
        Assert.Equal(2, comparison.Teacher!.MemberErrors!.Count);
        Assert.NotEmpty(comparison.Samples!);
        // Held-out labels chose the temperature, so that no row with a teacher is without labels.
        Assert.Equal(new Headline("distilled", "hard"), comparison.Headline);
        Assert.Equal([100L, 140, 40], comparison.Rows.Select(comparison.LabelsOf));

        // McNemar's counts are the difference between the rows' errors.
        var test = comparison.PairedTests![0];
        Assert.Equal(("hard", "distilled"), (test.First, test.Second));
        Assert.Equal(Errors(comparison, 0) - Errors(comparison, 1), test.OnlyFirstWrong - test.OnlySecondWrong);
        Assert.Equal(comparison.Rows[0].Seeds.Count, test.PerSeed!.Count);
        Assert.Equal(test.PerSeed.Average(seed => seed.Difference), test.IntervalSeedsAndCases!.Estimate, 1e-12);
        Assert.InRange(test.IntervalSeedsAndCases.Estimate, test.IntervalSeedsAndCases.Lower, test.IntervalSeedsAndCases.Upper);
        Assert.Equal(comparison.Rows[0].Seeds.Count > 1 ? comparison.Rows[0].Seeds.Count : null, test.OverSeeds?.N);
    }

    [Fact]
    public void With_a_fixed_temperature_the_row_without_labels_is_the_headline_and_all_labels_its_control()
    {
        using var folder = new TemporaryFolder();
        var recipe = Small with
        {
            Distillation = new DistillationRecipe { Temperatures = [4], HardWeights = [0.1] },
            Rows = [.. Small.Rows, new RowRecipe { Id = "hardFull", Label = "All labels", Teacher = false, Examples = RowExamples.All, Epochs = 2 }],
        };
        var run = ComparisonJob.Create(folder.Path, recipe);

        var comparison = ComparisonRunner.Run(recipe.Smoke() with { Data = Small.Data }, run, Train, Test, new() { CancellationToken = TestContext.Current.CancellationToken }).Comparison;

        Assert.Equal(new Headline("transfer", "hard", "hardFull"), comparison.Headline);
        Assert.Equal([100L, 100, 0, 360], comparison.Rows.Select(comparison.LabelsOf));
        Assert.Equal(360, comparison.Teacher!.LabelsUsed);
        Assert.True(comparison.IsSmoke);
        Assert.True(File.Exists(run.DocumentPath));
    }

    [Theory]
    [InlineData(EnsembleMean.Arithmetic, true)]
    [InlineData(EnsembleMean.Geometric, true)]
    [InlineData(EnsembleMean.Arithmetic, false)]
    [InlineData(EnsembleMean.Geometric, false)]
    public void However_models_are_weighed_their_answers_are_stored_once_for_every_temperature(EnsembleMean mean, bool byClass)
    {
        using var folder = new TemporaryFolder();
        var recipe = Small with
        {
            Teacher = Small.Teacher with { Mean = mean, WeighByClass = byClass, WeighByCertainty = !byClass },
            Rows = [new RowRecipe { Id = "warm", Label = "Warm", Temperature = 3, HardWeight = 0.5 }, new RowRecipe { Id = "agreed", Label = "Agreed", Temperature = 2, HardWeight = 0, CaseWeight = CaseWeight.Agreement }],
        };
        recipe.Validate("recipe");
        var run = ComparisonJob.Create(folder.Path, recipe);

        var comparison = ComparisonRunner.Run(recipe.Smoke() with { Data = Small.Data }, run, Train, Test, new() { CancellationToken = TestContext.Current.CancellationToken }).Comparison;

        using var store = SoftTargetStore.Open(Path.Combine(run.Path, "targets"));
        Assert.Equal(TargetKind.Members, store.Plan.Kind);
        Assert.Equal((mean == EnsembleMean.Geometric, byClass, !byClass), (store.Plan.Combination.Geometric, store.Plan.Combination.ClassWeights is not null, store.Plan.Combination.ByCertainty));
        Assert.Equal(2, comparison.Rows.Count);
    }

    [Fact]
    public void A_row_may_have_an_objective_a_temperature_and_a_weight_of_its_own()
    {
        using var folder = new TemporaryFolder();
        var recipe = Small with
        {
            Rows =
            [
                Small.Rows[0],
                new RowRecipe { Id = "warm", Label = "Warm", Temperature = 3, HardWeight = 0.5 },
                new RowRecipe { Id = "logits", Label = "Logits", Objective = ObjectiveKind.LogitMatching },
                new RowRecipe { Id = "soft", Label = "Soft", Temperature = 8, HardWeight = 0 },
                new RowRecipe { Id = "decoupled", Label = "Decoupled", Objective = ObjectiveKind.Decoupled, Temperature = 2, HardWeight = 0, ObjectiveWeights = [1, 3] },
                new RowRecipe { Id = "levels", Label = "Levels", Objective = ObjectiveKind.MultiLevel, HardWeight = 0.25 },
            ],
            Seeds = [1],
        };
        var run = ComparisonJob.Create(folder.Path, recipe);
        var watched = new List<WatchingObserver>();

        var comparison = ComparisonRunner.Run(recipe, run, Train, Test, new()
        {
            CancellationToken = TestContext.Current.CancellationToken,
            Observers = (path, step) => [new WatchingObserver(path, step, watched)],
        }).Comparison;

        Assert.Equal([null, 3, null, 8, 2, null], comparison.Rows.Select(row => row.Temperature));
        Assert.Equal([1, 0.5, 0, 0, 0, 0.25], comparison.Rows.Select(row => row.HardWeight));
        Assert.Equal([100L, 100, 0, 0, 100, 100], comparison.Rows.Select(comparison.LabelsOf));
        // No row has what would have been chosen.
        Assert.Null(comparison.HeldOutGrid);
        Assert.Equal(new Headline("logits", "hard"), comparison.Headline);
        var text = DocumentMarkdown.Of(ComparisonReport.Of(comparison));
        Assert.Contains("logits matched", text, StringComparison.Ordinal);
        Assert.Contains("T = 3, weight 0.5 on labels", text.Replace('\u00A0', ' '), StringComparison.Ordinal);
        Assert.Contains("decoupled soft targets at T = 2, label at 1, other classes at 3", text.Replace('\u00A0', ' '), StringComparison.Ordinal);
        Assert.Contains("classes at 1 at weight 0.75, labels at weight 0.25", text.Replace('\u00A0', ' '), StringComparison.Ordinal);
        using var matched = ModelFile.Load(RunDirectory.Open(run.MemberPath("logits", 1)).ModelPath);
        using var warm = ModelFile.Load(RunDirectory.Open(run.MemberPath("warm", 1)).ModelPath);
        Assert.NotEqual(matched.Fingerprint(), warm.Fingerprint());

        // Two teachers and six students were followed to their ends, each in its own folder.
        Assert.Equal(8, watched.Count);
        Assert.Equal(8, watched.Select(one => one.Folder).Distinct().Count());
        Assert.All(watched, one => Assert.True(one is { Step: 0, Records: > 0, IsDisposed: true }));
    }

    [Fact]
    public void A_rows_hidden_layers_may_follow_those_of_the_teachers_first_model()
    {
        using var folder = new TemporaryFolder();
        var recipe = Small with
        {
            Rows =
            [
                Small.Rows[0],
                new RowRecipe { Id = "plain", Label = "Plain", Temperature = 3, HardWeight = 0.5 },
                new RowRecipe { Id = "guided", Label = "Guided", Temperature = 3, HardWeight = 0.5, Hints = ["relu1=relu1"], HintKind = HintKind.Similarity, HintWeight = 3 },
            ],
            Seeds = [1],
        };
        var run = ComparisonJob.Create(folder.Path, recipe);
        var comparison = ComparisonRunner.Run(recipe, run, Train, Test, new() { CancellationToken = TestContext.Current.CancellationToken }).Comparison;

        using var plain = ModelFile.Load(RunDirectory.Open(run.MemberPath("plain", 1)).ModelPath);
        using var guided = ModelFile.Load(RunDirectory.Open(run.MemberPath("guided", 1)).ModelPath);
        Assert.NotEqual(plain.Fingerprint(), guided.Fingerprint());
        var identity = RunDirectory.Open(run.MemberPath("guided", 1)).ReadManifest().Identity!.Text;
        using var guide = ModelFile.Load(RunDirectory.Open(run.MemberPath("teacher", 1)).ModelPath);
        Assert.Contains($"Similarity of relu1 by relu1 at weight 3, teacher {guide.Fingerprint()}", identity, StringComparison.Ordinal);
        Assert.Contains(
            "labels at weight 0.5, and similarity of relu1=relu1 at weight 3", DocumentMarkdown.Of(ComparisonReport.Of(comparison)).Replace('\u00A0', ' '), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("relu1", 1.0, true, "expected a layer of the student, =, and a layer of the teacher")]
    [InlineData("relu1=relu1", 0.0, true, "has hintWeight 0; expected a finite number above 0")]
    [InlineData("relu1=relu1", 1.0, false, "has hints and no teacher")]
    [InlineData(null, 2.0, true, "has hintKind or hintWeight and no hints")]
    public void Hints_of_a_row_that_do_not_fit_are_refused(string? hint, double weight, bool teacher, string expected)
    {
        var row = new RowRecipe { Id = "guided", Label = "Guided", Teacher = teacher, Hints = hint is null ? [] : [hint], HintWeight = weight };
        var refused = Assert.Throws<DistillException>(() => (Small with { Rows = [Small.Rows[0], row] }).Validate("small"));
        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_seeds_give_the_same_figures()
    {
        using var first = new TemporaryFolder();
        using var second = new TemporaryFolder();
        Assert.Equal(Figures(Run(first).Comparison), Figures(Run(second).Comparison));
    }

    [Fact]
    public void An_interrupted_comparison_goes_on_and_ends_with_the_same_figures()
    {
        using var whole = new TemporaryFolder();
        using var broken = new TemporaryFolder();
        var expected = Figures(Run(whole).Comparison);
        var run = ComparisonJob.Create(broken.Path, Small);
        var interruptions = 0;
        while (true)
        {
            // Each attempt gets a little further than the one before.
            using var stop = new CancellationTokenSource();
            try
            {
                var outcome = ComparisonRunner.Run(Small, run, Train, Test, new() { Progress = new StopAfter(5 << interruptions, stop), CancellationToken = stop.Token });
                Assert.Equal(expected, Figures(outcome.Comparison));
                break;
            }
            catch (OperationCanceledException)
            {
                interruptions++;
                Assert.True(interruptions < 100, "the comparison never ends");
            }
        }

        Assert.True(interruptions > 0, "the comparison was never interrupted");
    }

    [Fact]
    public void A_generalist_with_specialists_teaches_and_is_taken_up_again()
    {
        using var folder = new TemporaryFolder();
        var recipe = Small with
        {
            Teacher = Small.Teacher with { Members = 1, Specialists = new TeacherSpecialists { Count = 3, ClassesEach = 5, Passes = 1, Training = Small.Student.Training } },
            Rows =
            [
                Small.Rows[0],
                new RowRecipe { Id = "generalist", Label = "From the generalist", Generalist = true },
                new RowRecipe { Id = "specialists", Label = "From the specialists" },
            ],
        };
        var run = ComparisonJob.Create(folder.Path, recipe);
        var outcome = ComparisonRunner.Run(recipe, run, Train, Test, new() { CancellationToken = TestContext.Current.CancellationToken });

        var comparison = outcome.Comparison;
        Assert.Equal(("specialists", "hard"), (comparison.Headline!.Row, comparison.Headline.Baseline));
        Assert.EndsWith("with 3 specialists", comparison.Teacher!.Description, StringComparison.Ordinal);
        var scores = CombinationScores.Read(RunDirectory.Open(run.SpecialistsPath).CombinationPath);
        Assert.Equal(scores.Examples - scores.Combined.Correct, comparison.Teacher.Test.Errors);
        Assert.Equal(scores.Examples - scores.Generalist.Correct, comparison.Teacher.GeneralistErrors);
        Assert.Contains("specialists-seed-", outcome.ModelPath, StringComparison.Ordinal);
        Assert.Equal(["generalist", "specialists"], Directory.GetDirectories(Path.Combine(run.Path, "targets")).Select(Path.GetFileName).Order());

        var again = ComparisonRunner.Run(recipe, run, Train, Test, new() { CancellationToken = TestContext.Current.CancellationToken });
        Assert.Equal(Figures(comparison), Figures(again.Comparison));
        var other = recipe with { Teacher = recipe.Teacher with { Specialists = recipe.Teacher.Specialists! with { Passes = 2 } } };
        Assert.Contains(
            "by another plan: specialists specialists.passes: 1 there, 2 now",
            Assert.Throws<DistillException>(() => ComparisonRunner.Run(other, run, Train, Test, new() { CancellationToken = TestContext.Current.CancellationToken })).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_that_ended_is_done_and_says_what_it_found()
    {
        using var folder = new TemporaryFolder();
        var recipe = Small with { Data = Small.Data with { Limit = 300 }, Seeds = [1], Distillation = new DistillationRecipe { Temperatures = [2], HardWeights = [0.1] } };
        var run = ComparisonJob.Create(folder.Path, recipe);
        Assert.Null(ComparisonJob.Finished(run));

        var outcome = ComparisonJob.Run(run, recipe, new() { CancellationToken = TestContext.Current.CancellationToken });

        var manifest = run.ReadManifest();
        Assert.Equal(RunStatus.Done, manifest.Status);
        Assert.Equal(outcome.Comparison.Rows[0].Seeds[0].Test.Errors, manifest.Results!.Value.GetProperty("hard").GetProperty("errors")[0].GetInt64());
        var finished = ComparisonJob.Finished(run)!;
        Assert.Equal(Figures(outcome.Comparison), Figures(finished.Comparison));
        Assert.Equal((outcome.ModelPath, outcome.Seconds), (finished.ModelPath, finished.Seconds));

        // A member's file does not name the data; the run around it does.
        var origin = ModelOrigin.Read(outcome.ModelPath);
        Assert.Equal((recipe.Data.Set, recipe.Data.Set), (origin.Set, origin.Data(null, new()).Data));
        File.Copy(outcome.ModelPath, folder.File("alone.safetensors"));
        Assert.Null(ModelOrigin.Read(folder.File("alone.safetensors")).Set);
    }

    [Fact]
    public void The_test_of_the_summary_is_of_the_headlines_two_rows()
    {
        using var folder = new TemporaryFolder();
        var (comparison, _) = Run(folder);
        // The headline's rows are not the first two, and come in the other order: its baseline is named second.
        var test = comparison.PairedTests!.Single(pair => (pair.First, pair.Second) == ("distilled", "transfer"));
        var other = comparison with { Headline = new Headline("distilled", "transfer"), PairedTests = [comparison.PairedTests![0], test] };

        var summary = ComparisonSummary.Of(other, "report.html", "model.safetensors", 1);

        Assert.Equal(("transfer", "distilled"), ((string?)summary["test"]!["first"], (string?)summary["test"]!["second"]));
        Assert.Equal(-test.IntervalSeedsAndCases!.Estimate, (double?)summary["test"]!["difference"]);
        Assert.Equal(-test.IntervalSeedsAndCases.Upper, (double?)summary["test"]!["intervalSeedsAndCases"]!["lower"]);
        Assert.Equal(-test.PerSeed![0].Difference, (double?)summary["test"]!["perSeed"]![0]!["difference"]);
        Assert.Equal(test.OverSeeds!.P, (double?)summary["test"]!["tOverSeeds"]!["p"]);
        Assert.Equal(("distilled", "transfer"), ((string?)summary["headline"]!["row"], (string?)summary["headline"]!["baseline"]));
        Assert.Null(ComparisonSummary.Of(other with { Headline = null }, "report.html", "model.safetensors", 1)["test"]);
    }

    private static (Comparison Comparison, string Model) Run(TemporaryFolder folder)
    {
        var run = ComparisonJob.Create(folder.Path, Small);
        var outcome = ComparisonRunner.Run(Small, run, Train, Test, new() { CancellationToken = TestContext.Current.CancellationToken });
        return (outcome.Comparison, outcome.ModelPath);
    }

    private static ExampleView Glyphs(long first) => new(new GlyphSource(new GlyphOptions { Count = 400, First = first }).InMemory());

    private static long Errors(Comparison comparison, int row) => comparison.Rows[row].Seeds.Sum(seed => seed.Test.Errors);

    private static string Figures(Comparison comparison) => JsonSerializer.Serialize(new
    {
        Rows = comparison.Rows.Select(row => row.Seeds.Select(seed => seed.Test)),
        comparison.PairedTests,
        comparison.HeldOutGrid,
        Teacher = comparison.Teacher!.Test,
    }, RunJson.Options);
}

using System.Text.Json.Nodes;
using Distill.Jobs.Budgets;
using Distill.Jobs.Datasets;
using Distill.Jobs.Recipes;
using Distill.Jobs.Recipes.Budgets;
using Distill.Jobs.Training;
using Distill.Models;
using Distill.Onnx.Export;
using Distill.Onnx.Export.Check;
using Distill.Runs;
using Distill.Runs.Documents;
using Distill.Training;

namespace Distill.Jobs.Tests.Budgets;

/// <summary>Trainings of students whose file may take so much, from a recipe.</summary>
public sealed class BudgetTests : IDisposable
{
    private const string Data = "glyphs";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void TheFileIsWithinTheBudgetAndTheBestOfTheLastRoundIsTrained()
    {
        var recipe = Recipe(9_000);
        var outcome = Run(recipe, "run");

        Assert.Equal(folder.File("run/model.onnx"), outcome.File);
        Assert.InRange(new FileInfo(outcome.File!).Length, 1, 9_000);
        var found = BudgetResult.Of(RunDirectory.Open(folder.File("run")))!;
        Assert.Equal(new FileInfo(outcome.File!).Length, found.File!.Bytes);
        // Every architecture in every number of bits, and of six candidates two in the second round.
        Assert.Equal(found.Candidates!.Count + ((found.Candidates.Count + 2) / 3), found.Trials.Count);
        Assert.All(found.Trials, trial => Assert.InRange(trial.Candidate.Cost.Bytes, 1, 9_000));
        var last = found.Trials.Where(trial => trial.Share == 0.5).ToList();
        Assert.Equal(last.Min(trial => trial.Errors), found.Chosen!.Errors);
        var first = found.Trials.Where(trial => trial.Share == 0.25).ToList();
        Assert.True(last.Max(trial => First(trial.Candidate)) <= first.Where(trial => last.All(other => other.Candidate != trial.Candidate)).Min(trial => trial.Errors));
        using var model = ModelFile.Load(outcome.Model);
        Assert.Equal(found.Chosen.Candidate.Network, model.Spec!.Network);
        Assert.Contains(found.OtherSizes, trial => trial.Candidate.Cost.Bytes is > 9_000 and <= 18_000);
        Assert.All(found.OtherSizes, trial => Assert.Equal((found.Chosen.Share, found.Chosen.Candidate.Weights), (trial.Share, trial.Candidate.Weights)));

        long First(BudgetCandidate candidate) => first.Single(trial => trial.Candidate == candidate).Errors;
    }

    [Fact]
    public void WhatATrialIsJudgedByIsWhatItsFileAnswers()
    {
        var recipe = Recipe(9_000) with { Budget = Budget(9_000) with { Weights = [WeightFormat.F16], TuningEpochs = 0 } };
        Run(recipe, "run");
        var found = BudgetResult.Of(RunDirectory.Open(folder.File("run")))!;
        var (heldOut, _) = recipe.Split.Of(DataSets.Open(Data, new(), new()).Train);
        foreach (var trial in found.Trials)
        {
            using var model = ModelFile.Load(folder.File($"run/{trial.Model}"));
            var options = new OnnxExportOptions { Weights = WeightFormat.F16 }.For(heldOut).For(model);
            using var session = new StudentSession(OnnxExporter.Export(model, options), options);
            var right = new LogitTable(session.Logits(heldOut, model.Classes, default), model.Classes).Accuracy(heldOut.Labels())!.Value;
            Assert.Equal(Math.Round((1 - right) * heldOut.Count), trial.Errors);
            Assert.Equal(heldOut.Count, trial.Cases);
        }
    }

    [Fact]
    public void ACandidateIsTheWidestThatFits()
    {
        var (_, examples) = Recipe(9_000).Split.Of(DataSets.Open(Data, new(), new()).Train);
        var spec = new ModelSpec(examples.Shape, [.. examples.ClassNames], new Normalisation([0.2], [0.3]), new MlpSpec { Widths = [1] });
        foreach (var network in ScaledNetworks.For(examples.Shape, texts: false))
        {
            foreach (var weights in Enum.GetValues<WeightFormat>())
            {
                var files = new BudgetFiles(Budget(9_000), examples, []);
                var widest = files.Widest(spec, network, weights, default);
                if (widest is null)
                {
                    Assert.False(files.Fit(Cost(ScaledNetworks.Of(network, 1))));
                    continue;
                }

                Assert.True(files.Fit(widest.Cost));
                Assert.Equal(widest.Cost, Cost(widest.Network));
                var wider = Enumerable.Range(1, 2000).Select(steps => ScaledNetworks.Of(network, steps)).SkipWhile(scaled => scaled != widest.Network).First(scaled => scaled != widest.Network);
                Assert.False(files.Fit(Cost(wider)), $"{wider.Describe(spec.Input, spec.Classes)} as {weights} fits, too");

                FileCost Cost(NetworkSpec scaled)
                {
                    using var model = Classifier.Build(spec with { Network = scaled }, seed: 3);
                    return files.Of(model, weights, default);
                }
            }
        }
    }

    [Fact]
    public void AnInterruptedSearchGoesOnToTheSameFile()
    {
        var recipe = Recipe(6_000);
        var whole = Run(recipe, "whole");
        var run = TrainJob.Create(folder.File("parts"), "", recipe);
        for (var trials = 1; ; trials++)
        {
            using var stop = new CancellationTokenSource();
            var seen = trials;
            try
            {
                TrainJob.Run(run, recipe, new JobContext { Progress = new StopWhen(() => BudgetResult.Of(run) is { } found && found.Trials.Count + found.OtherSizes.Count >= seen, stop), CancellationToken = stop.Token });
                break;
            }
            catch (OperationCanceledException)
            {
                Assert.True(trials < 100);
            }
        }

        Assert.Equal(File.ReadAllBytes(whole.File!), File.ReadAllBytes(folder.File("parts/model.onnx")));
        Assert.Equal(Tried("whole"), Tried("parts"));
        Assert.Equal(whole.File!.Replace("whole", "parts", StringComparison.Ordinal), TrainJob.Finished(run)!.File);

        IEnumerable<(BudgetCandidate, double, long)> Tried(string name) => BudgetResult.Of(RunDirectory.Open(folder.File(name))) is { } found
            ? [.. found.Trials.Concat(found.OtherSizes).Select(trial => (trial.Candidate, trial.Share, trial.Errors))]
            : [];
    }

    [Fact]
    public void IntegersLearnFromTheTeacherAsItIsWeighed()
    {
        var heavy = Recipe(0) with { Budget = null, Network = new MlpSpec { Widths = [8] } };
        foreach (var seed in new[] { 1L, 2 })
        {
            var recipe = heavy with { Training = heavy.Training with { Seed = seed } };
            TrainJob.Run(TrainJob.Create(folder.File($"teacher-{seed}"), "", recipe), recipe, new());
        }

        var weighed = Recipe(9_000) with { Teacher = [folder.File("teacher-1"), folder.File("teacher-2")], TeacherWeights = [3, 1], Network = new MlpSpec { Widths = [4] } };
        var outcome = Run(weighed, "weighed");
        var options = ModelFile.ReadFacts(outcome.Model)!;
        using var session = new Microsoft.ML.OnnxRuntime.InferenceSession(outcome.File!);
        var facts = JsonNode.Parse(session.ModelMetadata.CustomMetadataMap["distill.facts"])!;
        Assert.Equal((string?)options["teacher"], (string?)facts["tuning"]!["teacher"]);
    }

    [Fact]
    public void UnitsAreTakenOutOfATrainedModelUntilItsFileFits()
    {
        var large = Recipe(0) with { Budget = null, Network = new ConvNetSpec { Channels = [12, 20], Depth = 2, Hidden = 0 } };
        TrainJob.Run(TrainJob.Create(folder.File("large"), "", large), large, new());
        var recipe = Recipe(8_000) with { Start = folder.File("large"), Teacher = [folder.File("large")], Budget = Budget(8_000) with { Weights = [WeightFormat.Int8, WeightFormat.F16] } };
        var outcome = Run(recipe, "small");

        Assert.InRange(new FileInfo(outcome.File!).Length, 1, 8_000);
        var found = BudgetResult.Of(RunDirectory.Open(folder.File("small")))!;
        // The fewest bits come first, for they leave most units; then the same model loses more.
        Assert.Equal([WeightFormat.Int8, WeightFormat.F16], found.Steps.Select(step => step.Candidate.Weights).Distinct());
        Assert.Equal([WeightFormat.Int8, WeightFormat.F16], found.Trials.Select(trial => trial.Candidate.Weights));
        var counts = found.Steps.Select(step => step.Candidate.Network.LeastParameters(new ExampleShape(1, 28, 28), 10)).ToList();
        Assert.Equal(counts.OrderDescending(), counts);
        using var model = ModelFile.Load(outcome.Model);
        Assert.Equal(found.Chosen!.Candidate.Network, model.Spec!.Network);
        Assert.True(model.Spec.Network is ConvNetSpec { Depth: 2, InnerChannels.Count: 2 });
        Assert.Equal(ModelFile.Load(folder.File($"small/{found.Chosen.Model}")).Fingerprint(), outcome.Start!.Fingerprint);
    }

    [Fact]
    public void TheReportSaysWhatBytesCost()
    {
        Run(Recipe(9_000), "run");
        var section = Document.Read(RunDirectory.Open(folder.File("run")).DocumentPath).Sections.Single(part => part.Id == "budget");
        Assert.Contains("may take 9,000 bytes", section.Introduction, StringComparison.Ordinal);
        Assert.Contains("held-out examples chose", section.Introduction, StringComparison.Ordinal);
        Assert.Contains(section.Blocks, block => block is Note { Text: var text } && text.StartsWith("What bytes cost", StringComparison.Ordinal) && text.Contains(" points)", StringComparison.Ordinal));
        var plot = Assert.Single(section.Blocks.OfType<Plot>());
        Assert.Single(plot.Series.SelectMany(series => series.Points), point => point.Chosen);
        Assert.Equal(2, section.Blocks.OfType<Table>().Count());
    }

    [Fact]
    public void LatencyIsMeasuredWhereItIsAskedFor()
    {
        var (_, examples) = Recipe(0).Split.Of(DataSets.Open(Data, new(), new()).Train);
        var spec = new ModelSpec(examples.Shape, [.. examples.ClassNames], new Normalisation([0.2], [0.3]), new MlpSpec { Widths = [1] });
        var generous = new BudgetFiles(new BudgetRecipe { Milliseconds = 1e9 }, examples, []);
        using var model = Classifier.Build(spec, seed: 1);
        Assert.True(generous.Of(model, WeightFormat.F32, default).Milliseconds > 0);
        Assert.True(generous.Fit(new(long.MaxValue / 2, 1e8)));
        Assert.False(generous.Fit(new(1, 1e10)));
        Assert.Null(new BudgetFiles(new BudgetRecipe { Milliseconds = 1e-9 }, examples, []).Widest(spec, new MlpSpec { Widths = [4] }, WeightFormat.F32, default));
    }

    [Theory]
    [InlineData("""{"budget":{}}""", "budget names neither bytes nor milliseconds")]
    [InlineData("""{"budget":{"bytes":100}}""", "budget.bytes is 100; expected 1024 or more")]
    [InlineData("""{"budget":{"milliseconds":0}}""", "budget.milliseconds is 0; expected more than 0")]
    [InlineData("""{"budget":{"bytes":9000,"weights":[]}}""", "budget.weights is empty")]
    [InlineData("""{"budget":{"bytes":9000,"weights":["int8","int8"]}}""", "holds something twice")]
    [InlineData("""{"budget":{"bytes":9000,"trials":[0.5,0.2]}}""", "budget.trials is no ascending list of shares")]
    [InlineData("""{"budget":{"bytes":9000,"trials":[1]}}""", "budget.trials is no ascending list of shares")]
    [InlineData("""{"budget":{"bytes":9000,"tuningEpochs":-1}}""", "budget.tuningEpochs is -1; expected 0 or more")]
    [InlineData("""{"budget":{"bytes":9000,"tuningRate":0}}""", "budget.tuningRate is 0; expected more than 0")]
    [InlineData("""{"budget":{"bytes":9000},"heldOut":0}""", "a budget chooses on held-out examples, and heldOut is 0")]
    [InlineData("""{"budget":{"bytes":9000},"network":{"kind":"mlp","widths":[]}}""", "network has no widths that a budget could choose")]
    [InlineData("""{"budget":{"bytes":9000},"network":{"kind":"mlp","widths":[3]},"start":"a.safetensors"}""", "leave network out")]
    [InlineData("""{"budget":{"bytes":9000},"hints":["a=b"],"hintModel":"a.safetensors"}""", "hints name layers of one student")]
    public void WhatDoesNotFitIsRefused(string keys, string expected)
    {
        var tree = JsonNode.Parse(keys)!.AsObject();
        tree["data"] = Data;
        var refusal = Assert.Throws<DistillException>(() => TrainRecipe.Read(tree, "recipe"));
        Assert.Contains(expected, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ABudgetThatNothingFitsIsSaidBeforeAnythingIsTrained()
    {
        var refusal = Assert.Throws<DistillException>(() => Run(Recipe(1_100), "run"));
        Assert.Matches(@"^No student fits the budget of 1,100 bytes\. The smallest that is tried, .+ as int[48], takes \d,\d{3} bytes, with the classes", refusal.Message);
        Assert.Empty(RunDirectory.Open(folder.File("run")).Members());
    }

    private static BudgetRecipe Budget(long bytes) => new() { Bytes = bytes, Trials = [0.25, 0.5], TuningEpochs = 1, Weights = [WeightFormat.Int8, WeightFormat.Int4] };

    private static TrainRecipe Recipe(long bytes) => new()
    {
        Data = Data,
        Limit = 300,
        Budget = Budget(bytes),
        Training = new TrainingOptions { Duration = Duration.Epochs(4), BatchSize = 32, Schedule = new Distill.Training.Schedules.CosineRate { Rate = 0.003 } },
    };

    private TrainOutcome Run(TrainRecipe recipe, string name) => TrainJob.Run(TrainJob.Create(folder.File(name), "", recipe), recipe, new());
}

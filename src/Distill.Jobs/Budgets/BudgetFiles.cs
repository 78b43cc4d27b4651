using System.Text.Json.Nodes;
using Distill.Data;
using Distill.Jobs.Recipes.Budgets;
using Distill.Models;
using Distill.Onnx.Export;
using Distill.Onnx.Export.Check;
using Distill.Runs;

namespace Distill.Jobs.Budgets;

/// <summary>What files of students take, trained or not: their size says nothing of the weights in them.</summary>
/// <param name="budget">What they may take.</param>
/// <param name="examples">Training examples.</param>
/// <param name="facts">What the file of the chosen student will say of its training.</param>
internal sealed class BudgetFiles(BudgetRecipe budget, ExampleView examples, JsonObject facts)
{
    // The chosen file says of the data and of its learning as integers, too, in fingerprints and numbers of some digits.
    private const int RoomForFacts = 512;
    private const int CalibrationExamples = 8;
    private const int MostSteps = 1 << 14;

    private readonly ExampleView few = examples.Subset([.. Enumerable.Range(0, Math.Min(CalibrationExamples, examples.Count))], examples.Name);

    /// <summary>The same for another budget.</summary>
    public BudgetFiles With(BudgetRecipe other) => new(other, examples, facts);

    /// <summary>The options that a file is exported with.</summary>
    /// <param name="weights">How its weights are kept.</param>
    public OnnxExportOptions Options(WeightFormat weights) => new OnnxExportOptions { Weights = weights, Facts = facts }.For(examples);

    /// <summary>What the file of a model takes.</summary>
    /// <param name="model">Float32.</param>
    /// <param name="weights">How its weights are kept.</param>
    /// <param name="cancellationToken">Looked at between timings.</param>
    public FileCost Of(Classifier model, WeightFormat weights, CancellationToken cancellationToken)
    {
        var options = Options(weights).For(model);
        var file = OnnxExporter.Export(model, options, few, cancellationToken);
        return new(file.Length, budget.Milliseconds is null ? null : Speed.LatencyMs(file, options, few, cancellationToken));
    }

    /// <summary>Whether a file is within the budget.</summary>
    public bool Fit(FileCost cost) =>
        (budget.Bytes is not { } most || cost.Bytes + RoomForFacts <= most) && (budget.Milliseconds is not { } longest || cost.Milliseconds <= longest);

    /// <summary>The narrowest of an architecture, within the budget or not.</summary>
    /// <param name="spec">As for <see cref="Widest"/>.</param>
    /// <param name="network">As there.</param>
    /// <param name="weights">As there.</param>
    /// <param name="cancellationToken">Looked at between timings.</param>
    public BudgetCandidate Narrowest(ModelSpec spec, NetworkSpec network, WeightFormat weights, CancellationToken cancellationToken)
    {
        var narrow = spec with { Network = ScaledNetworks.Of(network, 1) };
        using var model = Classifier.Build(narrow, seed: 0);
        return new(narrow.Network, weights, Of(model, weights, cancellationToken));
    }

    /// <summary>The widest of an architecture whose file is within the budget; null where none is.</summary>
    /// <param name="spec">What the student takes, its classes and normalisation.</param>
    /// <param name="network">The architecture.</param>
    /// <param name="weights">How the weights are kept.</param>
    /// <param name="cancellationToken">Looked at between files.</param>
    /// <exception cref="DistillException">A file of this architecture cannot be made.</exception>
    public BudgetCandidate? Widest(ModelSpec spec, NetworkSpec network, WeightFormat weights, CancellationToken cancellationToken)
    {
        BudgetCandidate? widest = null;
        int fits = 0, over = 1;
        for (; over < MostSteps && Try(over) is { } found; over *= 2)
        {
            (fits, widest) = (over, found);
        }

        while (widest is not null && over - fits > 1)
        {
            var middle = (fits + over) / 2;
            (fits, over, widest) = Try(middle) is { } found ? (middle, over, found) : (fits, middle, widest);
        }

        return widest;

        BudgetCandidate? Try(int steps)
        {
            var scaled = spec with { Network = ScaledNetworks.Of(network, steps) };
            if (scaled.Network.Problems(scaled.Input).Any() || scaled.Network.LeastParameters(scaled.Input, scaled.Classes) > MostParameters)
            {
                return null;
            }

            using var model = Classifier.Build(scaled, seed: 0);
            var cost = Of(model, weights, cancellationToken);
            return Fit(cost) ? new(scaled.Network, weights, cost) : null;
        }
    }

    // Four bits a weight make this a file of 200 MB: no search among such is short.
    private const long MostParameters = 400_000_000;
}

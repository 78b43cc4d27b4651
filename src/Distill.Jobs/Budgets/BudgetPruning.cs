using Distill.Data;
using Distill.Jobs.Recipes;
using Distill.Jobs.Recipes.Budgets;
using Distill.Jobs.Work;
using Distill.Models;
using Distill.Models.Units;
using Distill.Onnx.Export;
using Distill.Runs;
using Distill.Training.Pruning;

namespace Distill.Jobs.Budgets;

/// <summary>
/// Brings a trained model within a budget by taking out the units that it uses least, in steps, with a short training after each. Bits are tried
/// from the fewest, which leave most units, to the most; held-out examples choose among them.
/// </summary>
/// <param name="run">The run, whose budget.json it continues.</param>
/// <param name="recipe">The whole training; its start is the model.</param>
/// <param name="trials">Trains and judges.</param>
/// <param name="examples">What the model learns from.</param>
/// <param name="teacher">Whose soft targets the use of units is measured with; null for labels.</param>
internal sealed class BudgetPruning(RunDirectory run, TrainRecipe recipe, BudgetTrials trials, ExampleView examples, ITeacher? teacher)
{
    // What a model keeps of its weights in one step, at least.
    private const double LeastKept = 0.7;
    private const int UseExamples = 4096;

    private readonly BudgetRecipe budget = recipe.Budget!;

    private readonly ExampleView sample = TrainingSplit.AtMost(examples, UseExamples, seed: 1);

    /// <summary>Prunes and judges, or goes on where it was interrupted.</summary>
    /// <param name="start">The model's file.</param>
    /// <param name="context">Told of steps; its token ends with a checkpoint.</param>
    /// <returns>With the chosen student.</returns>
    /// <exception cref="DistillException">The model's architecture has no units to take out, or it fits no more.</exception>
    public BudgetResult Run(string start, JobContext context)
    {
        var result = BudgetResult.Of(run) ?? new BudgetResult();
        var path = start;
        foreach (var weights in budget.Weights.OrderBy(BitsOf))
        {
            foreach (var done in result.Steps.Where(step => step.Candidate.Weights == weights))
            {
                path = Path.Combine(run.Path, done.Model);
            }

            while (result.Steps.LastOrDefault(step => step.Candidate.Weights == weights) is not { Fits: true })
            {
                if (Next(path, weights, result.Steps.Count + 1, context) is not { } step)
                {
                    break;
                }

                result = (result with { Steps = [.. result.Steps, step] }).Write(run);
                path = Path.Combine(run.Path, step.Model);
            }

            if (result.Steps.LastOrDefault(step => step.Candidate.Weights == weights) is { Fits: true } last && !result.Trials.Any(done => done.Candidate.Weights == weights))
            {
                var judged = trials.Judge(last.Candidate, last.Model, budget.Trials[0], seconds: 0, context);
                result = (result with { Trials = [.. result.Trials, judged] }).Write(run);
                context.Say?.Invoke(FormattableString.Invariant($"{trials.Words(last.Candidate)}: {last.Candidate.Cost.Bytes:N0} bytes, {judged.Accuracy:P1} of held-out right."));
            }
        }

        return result.Trials.Count == 0
            ? throw new DistillException($"{recipe.Start} does not fit the budget of {BudgetText.Of(budget)}: with half of its units again and again it is still larger. Give more.")
            : (result with { Chosen = result.Trials.MinBy(done => done.Errors) }).Write(run);
    }

    private static int BitsOf(WeightFormat weights) => weights switch
    {
        WeightFormat.Int4 => 4,
        WeightFormat.Int8 => 8,
        WeightFormat.F16 => 16,
        _ => 32,
    };

    // Null where every layer has one unit left.
    private PrunedStep? Next(string path, WeightFormat weights, int number, JobContext context)
    {
        using var model = ModelFile.Load(path);
        var cost = trials.Files.Of(model, weights, context.CancellationToken);
        if (trials.Files.Fit(cost))
        {
            // As it is, and trained as long as the others that are judged.
            return Trained(model.Spec!.Network, path);
        }

        var use = UnitUse.Measure(model, recipe.MakeObjective(), teacher, sample, context.Under($"step {number}").Progress, context.CancellationToken);
        var order = new PruningOrder(model, use, budget.Bytes is null ? UnitCost.MultiplyAdds(model) : UnitCost.Weights(model));
        if (order.Count == 0)
        {
            return null;
        }

        var least = (long)(LeastKept * model.ParameterCount);
        // The fewest units that bring it within the budget, or as many as one step takes.
        var (few, many) = (0, order.Count);
        while (many - few > 1)
        {
            var middle = (few + many) / 2;
            using var tried = KeptUnits.Of(model, order.After(middle));
            var enough = tried.ParameterCount <= least || trials.Files.Fit(trials.Files.Of(tried, weights, context.CancellationToken));
            (few, many) = enough ? (few, middle) : (middle, many);
        }

        using var pruned = KeptUnits.Of(model, order.After(many));
        var file = run.PathOf(FormattableString.Invariant($"pruned-{number}.safetensors"));
        ModelFile.Save(file, pruned);
        return Trained(pruned.Spec!.Network, file);

        PrunedStep Trained(NetworkSpec network, string from)
        {
            var (trained, _) = trials.Train(FormattableString.Invariant($"step-{number}"), network, budget.Trials[0], from, context.Under($"step {number}, {network.Describe(trials.Spec.Input, trials.Spec.Classes)}"));
            using var left = ModelFile.Load(Path.Combine(run.Path, trained));
            var taken = trials.Files.Of(left, weights, context.CancellationToken);
            return new(new(network, weights, taken), trained, trials.Files.Fit(taken));
        }
    }
}

using Distill.Jobs.Recipes;
using Distill.Jobs.Recipes.Budgets;
using Distill.Models;
using Distill.Runs;

namespace Distill.Jobs.Budgets;

/// <summary>
/// Finds widths, depth and bits of a student within a budget. For each architecture and number of bits the widest that fits is a candidate; of
/// these the better third of each round is trained longer. Held-out examples alone choose.
/// </summary>
/// <param name="run">The run, whose budget.json it continues.</param>
/// <param name="recipe">The whole training.</param>
/// <param name="trials">Trains and judges.</param>
/// <param name="texts">Whether the examples are texts.</param>
internal sealed class BudgetSearch(RunDirectory run, TrainRecipe recipe, BudgetTrials trials, bool texts)
{
    private const int KeptOf = 3;

    // What files of other sizes have of the budget's bytes.
    private static readonly double[] Sizes = [0.25, 0.5, 2];

    private readonly BudgetRecipe budget = recipe.Budget!;

    /// <summary>Searches, or goes on where it was interrupted.</summary>
    /// <param name="context">Told of trials; its token ends with a checkpoint.</param>
    /// <returns>With the chosen student.</returns>
    /// <exception cref="DistillException">No student fits.</exception>
    public BudgetResult Run(JobContext context)
    {
        var result = BudgetResult.Of(run) ?? new BudgetResult();
        if (result.Candidates is null)
        {
            result = (result with { Candidates = Candidates(context) }).Write(run);
        }

        var left = result.Candidates!;
        IReadOnlyList<TrialResult> round = [];
        for (var number = 0; number < budget.Trials.Count; number++)
        {
            var share = budget.Trials[number];
            for (var trial = 0; trial < left.Count; trial++)
            {
                if (result.Trials.Any(done => done.Share == share && done.Candidate == left[trial]))
                {
                    continue;
                }

                var found = trials.Try($"round{number + 1}-{trial + 1:00}", left[trial], share, context.Stage("trials", trial + 1, left.Count));
                result = (result with { Trials = [.. result.Trials, found] }).Write(run);
                Say(found, context);
            }

            round = [.. result.Trials.Where(done => done.Share == share).OrderBy(done => done.Errors).ThenBy(done => done.Candidate.Cost.Bytes)];
            left = [.. round.Take((left.Count + KeptOf - 1) / KeptOf).Select(done => done.Candidate)];
        }

        // What is chosen ends the search, so that one that is interrupted before has all sizes when it goes on.
        result = budget.Bytes is { } bytes ? OtherSizes(result, round[0], bytes, context) : result;
        return (result with { Chosen = round[0] }).Write(run);
    }

    private IReadOnlyList<BudgetCandidate> Candidates(JobContext context)
    {
        IReadOnlyList<NetworkSpec> networks = recipe.Network is { } asked ? [asked] : ScaledNetworks.For(trials.Spec.Input, texts);
        var pairs = networks.SelectMany(network => budget.Weights.Select(weights => (network, weights))).ToList();
        List<BudgetCandidate> fitting = [];
        foreach (var (number, (network, weights)) in pairs.Index())
        {
            context.Progress?.Report(new WorkProgress("measuring files", number, pairs.Count, "architectures"));
            if (trials.Files.Widest(trials.Spec, network, weights, context.CancellationToken) is { } widest)
            {
                fitting.Add(widest);
            }
        }

        context.Progress?.Report(new WorkProgress("measuring files", pairs.Count, pairs.Count, "architectures"));
        if (fitting.Count > 0)
        {
            return [.. fitting.Distinct()];
        }

        var smallest = pairs.Select(pair => trials.Files.Narrowest(trials.Spec, pair.network, pair.weights, context.CancellationToken)).MinBy(narrow => narrow.Cost.Bytes)!;
        throw new DistillException(FormattableString.Invariant(
            $"No student fits the budget of {BudgetText.Of(budget)}. The smallest that is tried, {trials.Words(smallest)}, takes {BudgetText.Of(smallest.Cost)}, with the classes and what the file says of its training. Give more."));
    }

    private BudgetResult OtherSizes(BudgetResult result, TrialResult chosen, long bytes, JobContext context)
    {
        foreach (var size in Sizes)
        {
            var most = (long)(bytes * size);
            // Latency is no question here.
            var within = trials.Files.With(new BudgetRecipe { Bytes = most });
            if (within.Widest(trials.Spec, chosen.Candidate.Network, chosen.Candidate.Weights, context.CancellationToken) is { } candidate
                && candidate.Network != chosen.Candidate.Network && result.OtherSizes.All(done => done.Candidate != candidate))
            {
                var found = trials.Try($"size-{most}", candidate, chosen.Share, context);
                result = (result with { OtherSizes = [.. result.OtherSizes, found] }).Write(run);
                Say(found, context);
            }
        }

        return result;
    }

    private void Say(TrialResult found, JobContext context) =>
        context.Say?.Invoke(FormattableString.Invariant($"{trials.Words(found.Candidate)}: {found.Candidate.Cost.Bytes:N0} bytes, {found.Accuracy:P1} of held-out right after {found.Share:P0} of the training."));
}

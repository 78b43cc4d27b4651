using Distill.Jobs.Budgets;
using Distill.Jobs.Recipes.Budgets;
using Distill.Models;
using Distill.Runs.Documents;

namespace Distill.Jobs.Training.Reporting;

/// <summary>What a budget bought: the file, what other files would have cost, and all that was tried.</summary>
internal static class BudgetSection
{
    private const int ChosenColour = 0;
    private const double Kilobyte = 1024;

    /// <summary>Makes it of what was found so far.</summary>
    /// <param name="found">What was tried.</param>
    /// <param name="budget">What the file may take.</param>
    /// <param name="input">What a student takes.</param>
    /// <param name="classes">Its classes.</param>
    public static Section Of(BudgetResult found, BudgetRecipe budget, ExampleShape input, int classes)
    {
        string Words(NetworkSpec network) => network.Describe(input, classes);
        var trials = found.Trials.GroupBy(trial => trial.Candidate).Select(group => group.OrderBy(trial => trial.Share).ToList()).ToList();
        var last = trials.Count == 0 ? 0 : trials.Max(rounds => rounds[^1].Share);
        return new Section(
            "budget",
            "What the budget buys",
            $"The file of the student may take {BudgetText.Of(budget)}."
            + (found.Chosen is { } chosen ? $" Short trainings tried {NumberText.Count(trials.Count)} students; held-out examples chose {Words(chosen.Candidate.Network)} as {BudgetText.Of(chosen.Candidate.Weights)}." : ""),
            [
                .. found.File is { } file ? [File(file, budget)] : Array.Empty<Block>(),
                .. Cost(found) is { } cost ? [new Note(cost)] : Array.Empty<Block>(),
                .. found.Chosen is null ? [] : Chart(found, trials, last),
                .. trials.Count == 0 ? [] : new Block[] { Tried(trials, Words) },
                .. found.Steps.Count == 0 ? [] : new Block[] { Steps(found, Words) },
            ])
        {
            InShort = true,
        };
    }

    private static Table File(BudgetedFile file, BudgetRecipe budget)
    {
        List<IReadOnlyList<Cell>> rows = [[Cell.Of("bytes"), Cell.Of(NumberText.Count(file.Bytes), budget.Bytes is { } most ? $"of {NumberText.Count(most)}" : "")]];
        if (file.Accuracy is { } right)
        {
            rows.Add([Cell.Of("right"), Cell.Of(new Measure(right, Unit.Share), $"of {NumberText.Count(file.Examples)} test examples")]);
        }

        rows.Add([Cell.Of("one example alone, ms"), Cell.Of(NumberText.Rounded(file.Milliseconds), budget.Milliseconds is { } longest ? $"at most {NumberText.Brief(longest)}" : "")]);
        if (file.TunedEpochs is { } epochs)
        {
            rows.Add([Cell.Of("epochs as integers"), Cell.Of(NumberText.Brief(epochs))]);
        }

        return new Table($"{BudgetJob.FileName}, {BudgetText.Of(file.Weights)}", ["file", "value"], rows, TableKind.Narrow);
    }

    // All of one length of training, so that they can be compared.
    private static string? Cost(BudgetResult found)
    {
        if (found.Chosen is not { } chosen || found.OtherSizes.Count == 0)
        {
            return null;
        }

        var others = found.OtherSizes.OrderBy(other => other.Candidate.Cost.Bytes).Select(other =>
            $"{NumberText.Count(other.Candidate.Cost.Bytes)} bytes {NumberText.Percent(other.Accuracy)} ({NumberText.SignedPercent(other.Accuracy - chosen.Accuracy).Replace("\u00A0%", " points", StringComparison.Ordinal)})");
        return $"What bytes cost, of the chosen layers in other widths: {string.Join("; ", others)}; the chosen one, with {NumberText.Count(chosen.Candidate.Cost.Bytes)} bytes, has {NumberText.Percent(chosen.Accuracy)}. "
            + $"These are shares of {NumberText.Count(chosen.Cases)} held-out examples, one seed, after {NumberText.Percent(chosen.Share, 0)} of the training.";
    }

    private static IReadOnlyList<Block> Chart(BudgetResult found, List<List<TrialResult>> trials, double last)
    {
        var chosen = found.Chosen!;
        var same = found.OtherSizes.Append(chosen).OrderBy(trial => trial.Candidate.Cost.Bytes).Select(trial => Dot(trial, trial == chosen));
        var others = trials.Select(rounds => rounds[^1]).Where(trial => trial.Share == last && trial.Candidate != chosen.Candidate).GroupBy(trial => trial.Candidate.Weights).OrderBy(group => group.Key);
        return
        [
            new Plot(
                "Held-out errors",
                $"Errors of {NumberText.Count(chosen.Cases)} held-out examples by the bytes of the file, after {NumberText.Percent(last, 0)} of the training: "
                + string.Join("; ", found.OtherSizes.Append(chosen).OrderBy(trial => trial.Candidate.Cost.Bytes).Select(trial => $"{NumberText.Count(trial.Candidate.Cost.Bytes)} bytes, {NumberText.Count(trial.Errors)}")) + ".",
                "kilobytes of the file",
                Unit.Count,
                [
                    new Series(found.OtherSizes.Count > 0 ? "the chosen layers" : "chosen", ChosenColour, [.. same]),
                    .. others.Select((group, number) => new Series($"others as {BudgetText.Of(group.Key)}", number + 1, [.. group.Select(trial => Dot(trial, chosen: false))]) { Joined = false }),
                ])
            {
                BySeed = true,
            },
        ];
    }

    private static Point Dot(TrialResult trial, bool chosen) => new(trial.Candidate.Cost.Bytes / Kilobyte, [trial.Errors], chosen);

    private static Table Tried(List<List<TrialResult>> trials, Func<NetworkSpec, string> words)
    {
        double[] shares = [.. trials.SelectMany(rounds => rounds).Select(trial => trial.Share).Distinct().Order()];
        return new Table(
            "Students within the budget, and the share of held-out examples that their files have right",
            ["student", "bytes", .. shares.Select(share => $"after {NumberText.Percent(share, 0)}")],
            [
                .. trials
                    .OrderByDescending(rounds => rounds[^1].Share).ThenBy(rounds => rounds[^1].Errors)
                    .Select(rounds => (IReadOnlyList<Cell>)
                    [
                        Cell.Of(NumberText.Unbroken(words(rounds[0].Candidate.Network)), BudgetText.Of(rounds[0].Candidate.Weights)),
                        Cell.Of(NumberText.Count(rounds[0].Candidate.Cost.Bytes)),
                        .. shares.Select(share => rounds.Find(trial => trial.Share == share) is { } done ? Cell.Of(new Measure(done.Accuracy, Unit.RoundShare)) : Cell.Empty),
                    ]),
            ]);
    }

    private static Table Steps(BudgetResult found, Func<NetworkSpec, string> words) => new(
        "Units taken out step by step, with a short training after each",
        ["left", "for", "bytes"],
        [
            .. found.Steps.Select(step => (IReadOnlyList<Cell>)
            [
                Cell.Of(NumberText.Unbroken(words(step.Candidate.Network))), Cell.Of(BudgetText.Of(step.Candidate.Weights), step.Fits ? "fits" : ""), Cell.Of(NumberText.Count(step.Candidate.Cost.Bytes)),
            ]),
        ]);
}

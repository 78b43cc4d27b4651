using System.Globalization;
using Distill.Jobs.Recipes;
using Distill.Objectives;
using Distill.Runs.Results;

namespace Distill.Jobs.Comparisons;

/// <summary>Chooses temperature and hard weight on held-out training data, with students whose seeds serve nothing else.</summary>
internal static class ComparisonChoice
{
    /// <summary>The pair with the fewest held-out errors in the mean over the choice seeds, ties by NLL; and the grid, where there was one.</summary>
    public static (double Temperature, double HardWeight, HeldOutGrid? Grid) Make(
        Recipe recipe, ComparisonData data, ITeacher teacher, ComparisonMembers members)
    {
        var settings = recipe.Distillation;
        var pairs = settings.Temperatures.SelectMany(temperature => settings.HardWeights.Select(weight => (temperature, weight))).ToList();
        if (pairs.Count == 1 || !recipe.Rows.Any(row => row.IsDecidedByAll))
        {
            return (pairs[0].temperature, pairs[0].weight, null);
        }

        var trained = members.TrainAll(pairs.SelectMany((pair, number) => settings.ChoiceSeeds.Select(seed => new MemberPlan(
            string.Create(CultureInfo.InvariantCulture, $"choice-T{pair.temperature}-w{pair.weight}"),
            $"trying T and w, {number + 1} of {pairs.Count}",
            seed, recipe.Student.Network, data.Labelled, new Distillation(pair.temperature, pair.weight), teacher, recipe.Student.Training))));
        var scores = pairs.Zip(trained.Chunk(settings.ChoiceSeeds.Count), (pair, students) => new HeldOutScore(
            pair.temperature, pair.weight,
            students.Average(student => student.HeldOutErrorRate),
            students.Average(student => student.HeldOutNll))).ToList();
        var best = scores.OrderBy(score => score.ErrorRate).ThenBy(score => score.Nll).First();
        return (best.Temperature, best.HardWeight,
            new HeldOutGrid("held-out error rate", [.. scores.Select(score => score with { Chosen = score == best })]));
    }
}

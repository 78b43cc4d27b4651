using System.Globalization;
using Distill.Cli.Terminal;
using Distill.Evaluation;
using Distill.Runs.Results.Mnist;

namespace Distill.Cli.Verbs;

/// <summary>The paper's numbers beside ours, for the terminal.</summary>
internal static class MnistTable
{
    public static void Show(MnistResults results, Screen screen)
    {
        var rows = new List<IReadOnlyList<string>>();
        Add(results.Teacher, "teacher, 784-1200-1200-10", "67", teacher => Number(teacher.Errors));
        Add(results.Hard, "784-800-800-10 on labels", "146", row => Spread(row.Errors));
        Add(results.Distilled, "distilled, images as they are", "74", row => Spread(row.Errors));
        Add(results.Consistent, "distilled, jittered images", "", row => Spread(row.Errors));
        Add(results.Inherited, "800 of the teacher's units, untrained", "", row => Spread(row.StartErrors));
        Add(results.Inherited, "… on labels, images as they are", "", row => Spread(row.Hard.Errors));
        Add(results.Inherited, "… distilled, images as they are", "", row => Spread(row.Distilled.Errors));
        Add(results.Ensemble, "ensemble of teachers", "", row => Number(row.TeacherErrors));
        Add(results.Ensemble, "distilled from the ensemble", "", row => Spread(row.StudentErrors));
        Add(results.Omit3, "no 3 in the transfer set", "206, 133 on threes", row => On3(row.Errors, row.ErrorsOn3));
        Add(results.Omit3, "bias matched to the training prior", "", row => On3(row.PriorBias.Errors, row.PriorBias.ErrorsOn3));
        Add(results.Omit3, "bias tuned on the test set", "109, 14 on threes", row => On3(row.TestBias.Errors, row.TestBias.ErrorsOn3));
        Add(results.Only78, "only 7s and 8s in the transfer set", "47.3 %", row => Percent(row.ErrorRate));
        Add(results.Only78, "biases matched to the training prior", "", row => Percent(row.PriorBias.ErrorRate));
        Add(results.Only78, "biases tuned on the test set", "13.2 %", row => Percent(row.TestBias.ErrorRate));
        foreach (var limit in results.Limit ?? [])
        {
            rows.Add(
            [
                double.IsInfinity(limit.Temperature) ? "logit matching" : string.Create(CultureInfo.InvariantCulture, $"T = {limit.Temperature}"),
                "",
                Spread(limit.ErrorsBySeed),
            ]);
        }

        screen.WriteTable(["", "paper", "here"], rows, $"MNIST: errors on {Number(results.TestExamples)} test images{(results.Smoke ? ", in short form: the figures mean nothing" : "")}");
        ShowTemperatures(results, screen);

        void Add<T>(T? part, string label, string paper, Func<T, string> here)
            where T : class
        {
            if (part is not null)
            {
                rows.Add([label, paper, here(part)]);
            }
        }
    }

    private static void ShowTemperatures(MnistResults results, Screen screen)
    {
        if (results.Temperature is not { Count: > 0 } all)
        {
            return;
        }

        var temperatures = all.Select(entry => entry.Temperature).Distinct().Order().ToList();
        screen.WriteTable(
            ["units a layer", .. temperatures.Select(temperature => string.Create(CultureInfo.InvariantCulture, $"T = {temperature}"))],
            [
                .. all.GroupBy(entry => entry.Width).OrderBy(width => width.Key).Select(width => (IReadOnlyList<string>)
                [
                    Number(width.Key),
                    .. temperatures.Select(temperature => width.FirstOrDefault(entry => entry.Temperature == temperature)?.Errors is { Count: > 0 } errors
                        ? errors.Average().ToString("0", CultureInfo.InvariantCulture)
                        : ""),
                ]),
            ],
            "mean test errors by width and temperature");
    }

    private static string Number(double value) => value.ToString("#,0.#", CultureInfo.InvariantCulture);

    private static string On3(double errors, double onThrees) => $"{Number(errors)}, {Number(onThrees)} on threes";

    private static string Percent(double share) => share.ToString("0.0 %", CultureInfo.InvariantCulture);

    private static string Spread(IReadOnlyList<long> errors)
    {
        var summary = SeedSummary.Of([.. errors.Select(count => (double)count)]);
        return summary.Deviation is { } deviation
            ? string.Create(CultureInfo.InvariantCulture, $"{summary.Mean:0.0} ± {deviation:0.0} (n = {summary.Count})")
            : Number(summary.Mean);
    }
}

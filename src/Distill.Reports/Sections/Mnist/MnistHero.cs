using Distill.Reports.Markup;
using Distill.Runs.Results.Mnist;

namespace Distill.Reports.Sections.Mnist;

/// <summary>The top of the page of the experiment on MNIST: the distilled student against labels alone, and the teacher.</summary>
internal static class MnistHero
{
    public static Html Render(MnistResults results) => Hero.Warned(
        results.Smoke,
        Hero.Of("Section 3 of the paper, on MNIST", Sentence(results), Html.Of($"{Paper(results)}"), Tiles(results)));

    /// <summary>"Distilled: 74.3 test errors against 146 for the same net on labels; the teacher makes 67", as far as they ran.</summary>
    public static string Sentence(MnistResults results)
    {
        var sentence = (Mean(results.Distilled), Mean(results.Hard)) switch
        {
            ({ } distilled, { } hard) =>
                $"Distilled: {NumberText.Count(distilled)} test errors against {NumberText.Count(hard)} for the same net on labels",
            ({ } distilled, null) => $"Distilled: {NumberText.Count(distilled)} test errors",
            (null, { } hard) => $"The small net on labels: {NumberText.Count(hard)} test errors",
            _ => "",
        };
        var teacher = results.Teacher is { } facts ? $"the teacher makes {NumberText.Count(facts.Errors)}" : "";
        var result = (sentence, teacher) switch
        {
            ("", "") => "Errors of teachers and students",
            ("", _) => $"The teacher makes {NumberText.Count(results.Teacher!.Errors)} test errors",
            (_, "") => sentence,
            _ => $"{sentence}; {teacher}",
        };
        return results.Smoke ? $"Smoke run. {result}" : result;
    }

    private static string Paper(MnistResults results) => results is { Smoke: false, Distilled: not null, Hard: not null, Teacher: not null }
        ? $"In the paper: {MnistPaper.Distilled} against {MnistPaper.Hard}, and {MnistPaper.Teacher} for the teacher."
        : "";

    private static IEnumerable<Html> Tiles(MnistResults results)
    {
        if (results.Teacher is { } teacher)
        {
            yield return Hero.Tile(
                "teacher",
                $"{NumberText.Count(teacher.Errors)} errors",
                $"{teacher.Description}; {NumberText.Rounded(teacher.Epochs)} epochs");
        }

        foreach (var row in MnistRow.Of(results).Take(2))
        {
            yield return Hero.Tile(Lower(row.Name), $"{row.Errors.Text} errors", $"{row.Setting}; {Students(row.Errors)}");
        }

        if (Gap(Mean(results.Hard), Mean(results.Distilled), results.Teacher?.Errors) is { } closed)
        {
            var paper = Gap(MnistPaper.Hard, MnistPaper.Distilled, MnistPaper.Teacher)!.Value;
            yield return Hero.Tile(
                "way from labels to teacher",
                NumberText.Percent(closed, 0),
                $"gone by distillation; {NumberText.Percent(paper, 0)} in the paper");
        }

        if (results.Omit3 is { Threes: > 0 } omit)
        {
            yield return Hero.Tile(
                "without any 3", $"{Right(omit.PriorBias, omit.Threes)} of threes right",
                $"bias matched to the training prior; {Right(omit.TestBias, omit.Threes)} where it is tuned on the test set");
        }
    }

    private static double? Mean(MnistStudents? students) => students is null ? null : new SeedErrors(students.Errors).Mean;

    private static double? Gap(double? hard, double? distilled, double? teacher) =>
        hard > teacher ? (hard - distilled) / (hard - teacher) : null;

    private static string Right(MnistBiasOn3 bias, long threes) => NumberText.Percent(1 - (bias.ErrorsOn3 / threes));

    private static string Students(SeedErrors errors) =>
        errors.Counts.Count == 1 ? "one student" : $"mean of {errors.Counts.Count} students";

    private static string Lower(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}

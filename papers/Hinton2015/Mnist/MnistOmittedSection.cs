using Distill.Runs.Documents;

namespace Hinton2015.Mnist;

/// <summary>Students that never saw some classes, before and after the biases of the classes are set right.</summary>
internal static class MnistOmittedSection
{
    private const string AsTrained = "as trained";
    private const string Prior = "bias matched to the training prior; no label is looked at";
    private const string Tuned = "bias tuned on the test set, as the paper did: what could be had, not what may be claimed";

    public static Section Of(MnistResults results)
    {
        List<IReadOnlyList<Cell>> rows = [.. Omit3(results.Omit3), .. Only78(results.Only78)];
        var threes = results.Omit3 is { } omit ? $"errors on the {NumberText.Count(omit.Threes)} threes" : "errors on threes";
        return new Section(
            "omitted",
            "Classes that the student never saw",
            "The teacher’s soft targets for other digits say what the missing ones look like; what the student cannot learn from them is how often they occur, "
            + "so one number is added to the logits of the classes named. Means over the students.",
            rows.Count == 0 ? [] : [new Table("Students that never saw some classes", ["transfer set", "added to the logit", "test errors", threes, "students"], rows)]);
    }

    private static IEnumerable<IReadOnlyList<Cell>> Omit3(MnistOmit3? omit)
    {
        return omit is null ? [] :
        [
            Row(AsTrained, Added(0, 0), Count(omit.Errors, MnistPaper.Omit3), Count(omit.ErrorsOn3, MnistPaper.Omit3On3)),
            Row(Prior, Added(omit.PriorBias.Shift), Count(omit.PriorBias.Errors), Count(omit.PriorBias.ErrorsOn3)),
            Row(
                Tuned, Added(omit.TestBias.Shift, MnistPaper.Omit3Shift), Count(omit.TestBias.Errors, MnistPaper.Omit3AfterBias),
                Count(omit.TestBias.ErrorsOn3, MnistPaper.Omit3On3AfterBias)),
        ];

        IReadOnlyList<Cell> Row(string bias, Measure shift, Measure errors, Measure onThrees) => Cells("Without any 3", bias, shift, errors, onThrees, omit.Seeds);
    }

    private static IEnumerable<IReadOnlyList<Cell>> Only78(MnistOnly78? only)
    {
        return only is null ? [] :
        [
            Row(AsTrained, Added(0, 0), Rate(only.ErrorRate, MnistPaper.Only78Rate)),
            Row(Prior, Added(only.PriorBias.Shift), Rate(only.PriorBias.ErrorRate)),
            Row(Tuned, Added(only.TestBias.Shift, MnistPaper.Only78Shift), Rate(only.TestBias.ErrorRate, MnistPaper.Only78RateAfterBias)),
        ];

        IReadOnlyList<Cell> Row(string bias, Measure shift, Measure rate) => Cells("7s and 8s alone", bias, shift, rate, null, only.Seeds);
    }

    private static IReadOnlyList<Cell> Cells(string set, string bias, Measure shift, Measure errors, Measure? onThrees, int students) =>
    [
        Cell.Of(set, bias), Cell.Of(shift), Cell.Of(errors) with { Strong = true }, Cell.Of(onThrees), Cell.Of(new Measure(students, Unit.Count)),
    ];

    private static Measure Added(double shift, double? paper = null) => new(shift, Unit.Number) { Paper = paper };

    private static Measure Count(double errors, double? paper = null) => new(errors, Unit.Count) { Paper = paper };

    private static Measure Rate(double rate, double? paper = null) => new(rate, Unit.RoundShare) { Paper = paper };
}

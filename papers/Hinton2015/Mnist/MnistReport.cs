using Distill.Jobs.Sweeps.Reporting;
using Distill.Runs.Documents;
using Distill.Runs.Results.Sweeps;
using Experiments;

namespace Hinton2015.Mnist;

/// <summary>What the experiment on MNIST found, beside section 3 of the paper.</summary>
internal static class MnistReport
{
    private const int TeacherColour = 6;

    public static Document Of(MnistResults results)
    {
        var students = MnistStudentRow.Of(results);
        return new Document
        {
            Topic = "Section 3 of the paper, on MNIST",
            Sentence = Sentence(results),
            Evidence = results is { Smoke: false, Distilled: not null, Hard: not null, Teacher: not null }
                ? $"In the paper: {MnistPaper.Distilled} against {MnistPaper.Hard}, and {MnistPaper.Teacher} for the teacher."
                : "",
            Smoke = results.Smoke,
            Tiles = [.. Tiles(results, students)],
            Sections =
            [
                Errors(results, students),
                Scores(results, students),
                .. TemperatureSections.Of(Temperatures(results)),
                MnistOmittedSection.Of(results),
                Limit(results),
                ProvenanceSection.Of(results, $"All parts that ran but the ensemble took {new Measure(results.Minutes, Unit.Minutes).Text} minutes."),
            ],
        };
    }

    // "Distilled: 74.3 test errors against 146 for the same net on labels; the teacher makes 67", as far as they ran.
    private static string Sentence(MnistResults results)
    {
        var students = (Mean(results.Distilled), Mean(results.Hard)) switch
        {
            ({ } distilled, { } hard) => $"Distilled: {NumberText.Count(distilled)} test errors against {NumberText.Count(hard)} for the same net on labels",
            ({ } distilled, null) => $"Distilled: {NumberText.Count(distilled)} test errors",
            (null, { } hard) => $"The small net on labels: {NumberText.Count(hard)} test errors",
            _ => "",
        };
        return (students, results.Teacher) switch
        {
            ("", null) => "Errors of teachers and students",
            ("", { } teacher) => $"The teacher makes {NumberText.Count(teacher.Errors)} test errors",
            (_, null) => students,
            (_, { } teacher) => $"{students}; the teacher makes {NumberText.Count(teacher.Errors)}",
        };
    }

    private static IEnumerable<Tile> Tiles(MnistResults results, IReadOnlyList<MnistStudentRow> students)
    {
        if (results.Teacher is { } teacher)
        {
            yield return new("teacher", $"{NumberText.Count(teacher.Errors)} errors", $"{teacher.Description}; {NumberText.Rounded(teacher.Epochs)} epochs");
        }

        foreach (var row in students.Where(row => row.Id is "hard" or "distilled"))
        {
            var count = row.Errors.Count == 1 ? "one student" : $"mean of {NumberText.Count(row.Errors.Count)} students";
            yield return new(char.ToLowerInvariant(row.Name[0]) + row.Name[1..], $"{row.Mean.Text} errors", $"{row.Setting}; {count}");
        }

        if (Gone(Mean(results.Hard), Mean(results.Distilled), results.Teacher?.Errors) is { } gone)
        {
            var paper = Gone(MnistPaper.Hard, MnistPaper.Distilled, MnistPaper.Teacher)!.Value;
            yield return new("way from labels to teacher", NumberText.Percent(gone, 0), $"gone by distillation; {NumberText.Percent(paper, 0)} in the paper");
        }

        if (results.Omit3 is { Threes: > 0 } omit)
        {
            yield return new(
                "without any 3", $"{Right(omit.PriorBias)} of threes right",
                $"bias matched to the training prior; {Right(omit.TestBias)} where it is tuned on the test set");

            string Right(MnistBiasOn3 bias) => NumberText.Percent(1 - (bias.ErrorsOn3 / omit.Threes));
        }
    }

    private static double? Mean(MnistStudents? students) => Measure.Of(students?.Errors)?.Value;

    private static double? Gone(double? hard, double? distilled, double? teacher) => hard > teacher ? (hard - distilled) / (hard - teacher) : null;

    private static Section Errors(MnistResults results, IReadOnlyList<MnistStudentRow> students)
    {
        List<StripRow> rows =
        [
            .. students.SelectMany(row => row.Colour is { } colour ? new[] { new StripRow(row.Name, colour, row.Setting, row.Errors) } : []),
        ];
        return new Section(
            "errors",
            "Test errors",
            "A dot is one student, trained from one seed; the bar is their mean. "
            + $"Out of {NumberText.Count(results.TestExamples)} test examples; further left is better.",
            rows.Count == 0 ? [] : [new Strip("Test errors", results.Teacher?.Errors, rows)]);
    }

    private static Section Scores(MnistResults results, IReadOnlyList<MnistStudentRow> students)
    {
        List<IReadOnlyList<Cell>> rows =
        [
            .. results.Teacher is not { } teacher ? [] : new[]
            {
                Row(
                    Cell.Of("Teacher", teacher.Description) with { Colour = TeacherColour },
                    new Measure(teacher.Errors, Unit.Count) { Paper = MnistPaper.Teacher }, "", null, teacher.Epochs),
            },
            .. students.Select(row => Row(Cell.Of(row.Name, row.Setting) with { Colour = row.Colour }, row.Mean, Each(row.Errors), row.Errors.Count, row.Epochs)),
            .. results.Ensemble is not { } ensemble ? [] : new[]
            {
                Row(
                    Cell.Of($"Ensemble of {NumberText.Count(ensemble.MemberErrors.Count)} teachers", $"the mean of {ensemble.MemberDescription}") with { Colour = TeacherColour },
                    new Measure(ensemble.TeacherErrors, Unit.Count), $"alone: {Each(ensemble.MemberErrors)}", null, ensemble.MemberEpochs),
            },
        ];
        return new Section(
            "paper",
            "The paper and here",
            $"Errors on {NumberText.Count(results.TestExamples)} test images, of models after their last step; mean over the students, one a seed, ± their "
            + "standard deviation. A jittered image counts as a pass over its original. What did not run is left out.",
            [
                .. rows.Count == 0 ? Array.Empty<Block>() : [new Table("The paper and here", ["test errors of", "here", "students", "epochs"], rows)],
                .. PairedTestsTable.Of(results.PairedTests, id => students.FirstOrDefault(row => row.Id == id)?.Name ?? id),
            ]);
    }

    private static IReadOnlyList<Cell> Row(Cell header, Measure errors, string each, int? students, double? epochs) =>
    [
        header,
        Cell.Of(errors, each) with { Strong = true },
        Cell.Of(students is { } count ? new Measure(count, Unit.Count) : null),
        Cell.Of(epochs is { } passes ? new Measure(passes, Unit.Number) : null),
    ];

    // The errors of each, as far as they fit into a cell.
    private static string Each(IReadOnlyList<long> errors) => errors.Count switch
    {
        <= 1 => "",
        <= 5 => string.Join(", ", errors.Select(count => NumberText.Count(count))),
        _ => $"{NumberText.Count(errors.Min())} to {NumberText.Count(errors.Max())}",
    };

    // The students of several widths as networks over temperature.
    private static IReadOnlyList<TemperatureNetwork> Temperatures(MnistResults results) =>
    [
        .. (results.Temperature ?? []).GroupBy(entry => entry.Width).OrderBy(width => width.Key).Select(width => new TemperatureNetwork(
            $"784-{width.Key}-{width.Key}-10", [Curve(width, [.. (results.TemperatureTests ?? []).Where(test => test.Width == width.Key)])])),
    ];

    // All tests of a width are against the temperature that was chosen for it; each student has the same weight on labels.
    private static TemperatureCurve Curve(IEnumerable<MnistTemperature> entries, IReadOnlyList<MnistTemperatureTest> tests) => new(
        TemperatureCurve.OnlyColour,
        null,
        [
            .. entries.OrderBy(entry => entry.Temperature)
                .Select(entry => new TemperaturePoint(entry.Temperature, entry.Errors, tests.Count > 0 && tests[0].Temperature.Equals(entry.Temperature))),
        ],
        [.. tests.Select(test => new SettingTest(test.Other, 0, test.Difference, test.Lower, test.Upper, test.Confidence, test.P))]);

    private static Section Limit(MnistResults results) => new(
        "limit",
        "High temperatures and logit matching",
        "As T grows, distillation becomes the matching of logits by their squared difference. The last column is that difference from the teacher’s logits on "
        + "the test set, both zero-meaned for each image; its mean over images, classes and students.",
        results.Limit is not { Count: > 0 } limit ? [] :
        [
            new Table(
                "High temperatures and logit matching",
                ["temperature", "test errors", "students", "squared difference of logits"],
                [
                    .. limit.OrderBy(entry => entry.Temperature).Select(entry => (IReadOnlyList<Cell>)
                    [
                        double.IsPositiveInfinity(entry.Temperature) ? Cell.Of("T → ∞", "logit matching") : Cell.Of($"T = {NumberText.Brief(entry.Temperature)}"),
                        Cell.Of(Measure.Of(entry.ErrorsBySeed)! with { Seeds = null }),
                        Cell.Of(new Measure(entry.ErrorsBySeed.Count, Unit.Count)),
                        Cell.Of(new Measure(entry.LogitMse, Unit.Number)),
                    ]),
                ]),
        ]);
}

namespace Distill.Runs.Results;

/// <summary>Checks that a comparison is whole: the shape is right already, the cross-references may not be.</summary>
internal sealed class ComparisonCheck(Comparison comparison, string path)
{
    // Beyond any table that people read; it bounds what a damaged file can make the reader do.
    private const int MostRows = 100;

    private readonly int classes = comparison.Dataset.Classes.Count;

    public void Run()
    {
        Expect(
            comparison.Format == Comparison.CurrentFormat,
            "format", $"{comparison.Format}", $"{Comparison.CurrentFormat}, which this version reads");
        NoNull(comparison.Dataset.Classes, "dataset.classes");
        NoNull(comparison.Rows, "rows");
        Expect(comparison.Rows.Count is > 0 and <= MostRows, "rows", $"{comparison.Rows.Count} rows", $"1 to {MostRows}");
        foreach (var row in comparison.Rows)
        {
            NoNull(row.Seeds, $"rows '{row.Id}'.seeds");
            Expect(row.Seeds.Count > 0, $"rows '{row.Id}'.seeds", "none", "at least one seed");
            NoNull(row.Reliability, $"rows '{row.Id}'.reliability");
            foreach (var seed in row.Seeds)
            {
                NoNull(seed.Curve, $"rows '{row.Id}'.seeds {seed.Seed}.curve");
            }
        }

        Expect(
            comparison.Rows.DistinctBy(row => row.Id).Count() == comparison.Rows.Count,
            "rows", "two rows of the same id", "an id of its own for each");
        NoNull(comparison.Teacher?.Reliability, "teacher.reliability");
        if (comparison.Headline is { } headline)
        {
            Row(headline.Row, "headline.row");
            Row(headline.Baseline, "headline.baseline");
            if (headline.Control is { } control)
            {
                Row(control, "headline.control");
            }
        }

        References();
        Grid();
        Samples();
        Shown();
    }

    private void References()
    {
        foreach (var test in NoNull(comparison.PairedTests, "pairedTests"))
        {
            Row(test.First, "pairedTests.first");
            Row(test.Second, "pairedTests.second");
        }

        foreach (var pair in NoNull(comparison.ConfusedPairs, "confusedPairs"))
        {
            Class(pair.TrueClass, "confusedPairs.trueClass");
            Class(pair.PredictedClass, "confusedPairs.predictedClass");
            foreach (var row in pair.Rows.Keys)
            {
                Row(row, "confusedPairs.rows");
            }
        }
    }

    private void Grid()
    {
        if (comparison.HeldOutGrid is not { } grid)
        {
            return;
        }

        var chosen = NoNull(grid.Scores, "heldOutGrid.scores").Count(score => score.Chosen);
        Expect(chosen == 1, "heldOutGrid.scores", $"{chosen} chosen settings", "exactly one");
        Expect(
            grid.Scores.DistinctBy(score => (score.Temperature, score.HardWeight)).Count() == grid.Scores.Count,
            "heldOutGrid.scores", "one setting twice", "each once");
    }

    private void Samples()
    {
        foreach (var sample in NoNull(comparison.Samples, "samples"))
        {
            Class(sample.TrueClass, "samples.trueClass");
            Expect(sample.Classes.Count > 0, "samples.classes", "empty", "at least one class");
            foreach (var shown in sample.Classes)
            {
                Class(shown, "samples.classes");
            }

            foreach (var teacher in NoNull(sample.Teacher, "samples.teacher"))
            {
                Length(teacher.Probabilities, sample, "samples.teacher.probabilities");
            }

            foreach (var student in NoNull(sample.Students, "samples.students"))
            {
                Row(student.Row, "samples.students.row");
                Length(student.Probabilities, sample, "samples.students.probabilities");
            }

            if (sample.Image is { } image)
            {
                SampleImageCheck.Run(image, "samples.image", Expect);
            }
        }
    }

    private void Shown()
    {
        foreach (var mistake in NoNull(comparison.Mistakes, "mistakes"))
        {
            Class(mistake.TrueClass, "mistakes.trueClass");
            Class(mistake.PredictedClass, "mistakes.predictedClass");
            Class(mistake.TeacherClass ?? 0, "mistakes.teacherClass");
            if (mistake.Image is { } image)
            {
                SampleImageCheck.Run(image, "mistakes.image", Expect);
            }
        }

        if (comparison.Confusions is not null)
        {
            var counts = NoNull(comparison.Confusions, "confusions");
            Expect(
                counts.Count == classes && counts.All(row => row.Count == classes),
                "confusions", $"{counts.Count} rows", $"{classes} rows of {classes} numbers");
        }
    }

    private void Length(IReadOnlyList<double> probabilities, SampleExample sample, string where) =>
        Expect(
            probabilities.Count == sample.Classes.Count,
            where, $"{probabilities.Count} numbers", $"{sample.Classes.Count}, one for each shown class");

    private void Class(int number, string where) =>
        Expect(number >= 0 && number < classes, where, $"class {number}", $"0 to {classes - 1}");

    private void Row(string id, string where) =>
        Expect(
            comparison.Rows.Any(row => row.Id == id),
            where, $"'{id}'", $"one of {string.Join(", ", comparison.Rows.Select(row => row.Id))}");

    private IReadOnlyList<T> NoNull<T>(IReadOnlyList<T>? values, string where) where T : class
    {
        Expect(values is null || values.All(value => value is not null), where, "null", "a value");
        return values ?? [];
    }

    private void Expect(bool holds, string where, string found, string expected)
    {
        if (!holds)
        {
            throw new DistillException($"{path}: {where} is {found}, expected {expected}. Write the comparison again.");
        }
    }
}

using Distill.Data;
using Distill.Models;
using Distill.Objectives;
using Distill.Runs;
using Distill.Targets;
using Distill.Teachers;
using Distill.Teachers.Answers;
using Distill.Training;
using static TorchSharp.torch;

namespace Distill.Tests.Teachers.Answers;

/// <summary>Answers of people and of other programs as soft targets.</summary>
public sealed class AnswersTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Votes_of_a_panel_are_shares_at_every_temperature()
    {
        var file = Read("panel.csv", "image,cat,dog,fox\ncat/1.png,8,2,0\ndog/2.png,0,10,0\nfox/3.png,1,1,2\n", AnswersKind.Counts);
        var view = Animals();

        using var teacher = AnswersTeacher.Of(file, view);
        Labeller.Label(folder.File("store"), view, teacher, new TargetStoreOptions());
        using var stored = StoredTeacher.Open(folder.File("store"), view, teacher);

        Assert.Equal((TargetKind.Logits, null, "panel.csv"), (stored.Plan.Kind, teacher.Named, stored.Plan.Teacher.Name));
        foreach (var source in new ITeacher[] { teacher, stored })
        {
            AssertRows([[0.8, 0.2, 0], [0, 1, 0], [0.25, 0.25, 0.5]], Dense(source, view, 1));
            // √0.8 : √0.2 is 2 : 1.
            AssertRows([[2 / 3.0, 1 / 3.0, 0], [0, 1, 0], [0.29289, 0.29289, 0.41421]], Dense(source, view, 2));
        }
    }

    [Fact]
    public void The_most_probable_of_a_language_model_leave_a_rest_at_temperature_one()
    {
        var file = Read("model.jsonl", """
            {"example": "fox/3.png", "logProbabilities": {"fox": -0.22314355, "cat": -2.30258509, "dog": -2.99573227}}
            {"example": "1.png", "logProbabilities": {"cat": -0.35667494, "dog": -1.60943791}}
            {"example": "/data/animals/dog/2.png", "logProbabilities": {"Dog": -0.10536052, "fox": -4.60517019}}

            """);
        var view = Animals();

        using var teacher = AnswersTeacher.Of(file, view);
        Labeller.Label(folder.File("store"), view, teacher, new TargetStoreOptions());
        using var stored = StoredTeacher.Open(folder.File("store"), view);

        Assert.Equal((TargetKind.TopK, 2), (stored.Plan.Kind, stored.Plan.TopK));
        Assert.Equal([1.0], stored.Plan.Temperatures);
        using var batch = view.Read(0, 3);
        foreach (var source in new ITeacher[] { teacher, stored })
        {
            using var targets = source.Targets(batch, 1);
            Assert.Equal([0, 1, 1, 2, 2, 0], targets.Support!.data<long>().ToArray());
            // All classes of the third are named, so what is missing from 0.95 is scaled away; its third is the rest.
            AssertRows([[0.7, 0.2, 0.1], [0.9, 0.01, 0.09], [0.8 / 0.95, 0.1 / 0.95, 0.05 / 0.95]], Rows(targets.LogProbabilities, 3));
            Assert.Contains("cannot serve T = 2", Assert.Throws<DistillException>(() => source.Targets(batch, 2)).Message, StringComparison.Ordinal);
        }

        Assert.Contains("2 name 2 to 2 classes and leave a part to the others", teacher.Description, StringComparison.Ordinal);
        Assert.Contains("Some sum to 0.95 over all classes", teacher.Description, StringComparison.Ordinal);
        Assert.Contains("top-k is 2 at most", Refusal(() => Labeller.Plan(view, teacher, new TargetStoreOptions { TopK = 3, Temperatures = [1] })), StringComparison.Ordinal);
        Assert.Contains("known at T = 1 alone", Refusal(() => Labeller.Plan(view, teacher, new TargetStoreOptions { Temperatures = [4] })), StringComparison.Ordinal);
    }

    [Fact]
    public void A_student_learns_from_stored_answers()
    {
        var view = new ExampleView(new ArraySource("points", [.. Enumerable.Range(0, 60).Select(i => i % 3 == 0 ? 1f : i % 3 == 1 ? -1f : 0f)], [.. Enumerable.Range(0, 60).Select(_ => -1)], ["a", "b", "c"]));
        var file = Read("rows.jsonl", string.Concat(Enumerable.Range(0, 60).Select(i => $"{{\"example\": {i}, \"probabilities\": {{\"{"abc"[i % 3]}\": 0.9}}}}\n")));
        using var answers = AnswersTeacher.Of(file, view);
        Labeller.Label(folder.File("store"), view, answers, new TargetStoreOptions());
        using var stored = StoredTeacher.Open(folder.File("store"), view);
        using var student = Classifier.Build(new ModelSpec(view.Shape, view.ClassNames, Normalisation.None, new MlpSpec { Widths = [16] }), seed: 1);
        var options = new TrainingOptions { Duration = Duration.Epochs(200), BatchSize = 20, Schedule = new Distill.Training.Schedules.CosineRate { Rate = 0.02 } };

        using (var trainer = new Trainer(new TrainingTask(student, view, new Distillation(1, 0), options) { Teacher = stored }))
        {
            trainer.Run();
        }

        using var learnt = new ModelTeacher(student);
        var rows = Dense(learnt, view, 1);
        for (var i = 0; i < 3; i++)
        {
            Assert.InRange(rows[i][i], 0.87, 0.93);
        }
    }

    [Fact]
    public void Every_way_to_write_the_same_means_the_same()
    {
        var view = Animals();
        AnswersFile[] files =
        [
            Read("a.jsonl", """
                {"classes": ["dog", "cat", "fox"]}
                {"example": "cat/1", "probabilities": [0.25, 0.5, 0.25]}
                {"example": "dog/2", "probabilities": [1, 0, 0]}
                {"example": "fox/3", "probabilities": [0.125, 0.125, 0.75]}
                """),
            Read("b.tsv", "cat\texample\tdog\tfox\n2\tcat/1.png\t1\t1\n0\tdog/2.png\t5\t0\n1\tfox/3.png\t1\t6\n", AnswersKind.Counts),
            Read("c.jsonl", """
                {"example": "cat/1.png", "probabilities": {"cat": 10, "dog": 5, "fox": 5}}
                {"example": "fox/3.png", "probabilities": {"fox": 6, "cat": 1, "dog": 1}}
                {"example": "dog/2.png", "probabilities": {"dog": 3}}
                """, AnswersKind.Counts),
            Read("d.jsonl", """
                {"example": "cat\\1.png", "logits": {"cat": 3.6931472, "dog": 3, "fox": 3}}
                {"example": "dog\\2.png", "logits": {"cat": -1e9, "dog": 0, "fox": -1e9}}
                {"example": "fox\\3.png", "logits": {"cat": 0, "dog": 0, "fox": 1.7917595}}
                """),
        ];

        foreach (var file in files)
        {
            using var teacher = AnswersTeacher.Of(file, view);

            AssertRows([[0.5, 0.25, 0.25], [0, 1, 0], [0.125, 0.125, 0.75]], Dense(teacher, view, 1));
            Assert.Contains("the label of 3 of 3", teacher.Description, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_class_map_renames_adds_and_drops()
    {
        var map = folder.Write("map.json", """{"cat": ["tabby", "siamese"], "dog": "hound", "fox": "renard"}"""u8.ToArray());
        var file = Read("a.csv", "id,tabby,siamese,hound,renard,car\ncat/1.png,2,2,2,2,4\ndog/2.png,0,0,3,0,1\nfox/3.png,0,0,0,1,0\n", AnswersKind.Counts, map);

        using var teacher = AnswersTeacher.Of(file, Animals());

        AssertRows([[0.5, 0.25, 0.25], [0, 1, 0], [0, 0, 1]], Dense(teacher, Animals(), 1));
        Assert.Contains("dropped: car.", teacher.Description, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_example_is_answered_once_and_all_that_is_wrong_is_told_at_once()
    {
        var file = Read("a.csv", "id,cat,dog,fox\ncat/1.png,1,0,0\ncat/1.png,1,0,0\ncat/9.png,0,1,0\nfox/3.png,0,0,0\n", AnswersKind.Counts);

        var message = Refusal(() => AnswersTeacher.Of(file, Animals()));

        Assert.Contains("1 of animals have no answer, the first 'dog/2.png'", message, StringComparison.Ordinal);
        Assert.Contains("1 are answered twice, the first 'cat/1.png' (line 3)", message, StringComparison.Ordinal);
        Assert.Contains("1 are for no example, or for several of that name, the first 'cat/9.png' (line 4)", message, StringComparison.Ordinal);
        Assert.Contains("1 are no answers, the first 'fox/3.png' (line 5): counts are not 0 or more, or all 0", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Examples_that_are_not_trained_on_may_be_answered()
    {
        var all = new ExampleView(new ArraySource("rows", [1f, 2, 3], [0, 1, 0], ["a", "b"]));
        var file = Read("a.csv", "row,a,b\n0,1,0\n1,0,1\n2,1,1\n", AnswersKind.Counts);

        using var teacher = AnswersTeacher.Of(file, all.Subset([2, 0], "part"));

        Assert.Contains("1 answers are for examples that are not trained on", teacher.Description, StringComparison.Ordinal);
        AssertRows([[0.5, 0.5], [1, 0]], Dense(teacher, all.Subset([2, 0], "part"), 1));
        Assert.Contains("rows are counted from 0, the first '3'", Refusal(() => AnswersTeacher.Of(Read("b.csv", "row,a,b\n1,1,0\n2,0,1\n3,1,1\n", AnswersKind.Counts), all)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"example": "1.png", "probabilities": {"cat": 0.7, "dog": 0.6}}""", "the probabilities sum to 1.3, more than 1")]
    [InlineData("""{"example": "1.png", "probabilities": {"cat": 0.2, "dog": 0.2, "fox": 0.1}}""", "the probabilities of all classes sum to 0.5, not to 1")]
    [InlineData("""{"example": "1.png", "probabilities": {"cat": 70, "dog": 30}}""", "is not from 0 to 1; say that they are counts")]
    [InlineData("""{"example": "1.png", "logProbabilities": {"cat": 2.5}}""", "more than 0; say that they are logits")]
    [InlineData("""{"example": "1.png", "logits": {"cat": 2.5}}""", "logits of 1 of 3 classes")]
    [InlineData("""{"example": "1.png", "probabilities": {}}""", "names no class")]
    [InlineData("""{"example": "1.png", "probabilities": {"wolf": 1}}""", "the data have no class 'wolf'")]
    [InlineData("""{"example": "1.png", "probabilities": {"dgo": 1}}""", "the data have no class 'dgo' (nearest: 'dog')")]
    [InlineData("""{"example": "1.png", "probabilities": {"dog": 1, "Dog": 0}}""", "two of its names stand for one class")]
    [InlineData("""{"example": "1.png", "probabilities": {"dog": 1, "dog": 0}}""", "is not JSON")]
    [InlineData("""{"example": "1.png", "probabilities": [1, 0, 0]}""", "has numbers without names")]
    [InlineData("""{"example": "1.png", "probabilites": {"dog": 1}}""", "has none of probabilities, logProbabilities, logits, counts")]
    [InlineData("""{"example": "1.png", "probabilities": {"dog": 1}, "counts": {"dog": 1}}""", "has several of")]
    [InlineData("""{"example": "1.png", "logProbabilities": {"dog": -Infinity}}""", "for −∞ leave the class out")]
    [InlineData("""{"example": "1.png", "probabilities": {"dog": "much"}}""", "\"much\" is not a number")]
    [InlineData("""{"name": "1.png", "probabilities": {"dog": 1}}""", "has no \"example\"")]
    [InlineData("""[{"example": "1.png"}]""", "expected an object a line")]
    [InlineData("", "has no answers")]
    public void What_is_no_answer_is_refused(string line, string told) =>
        Assert.Contains(told, Refusal(() => AnswersTeacher.Of(Read("a.jsonl", line), Animals())), StringComparison.Ordinal);

    [Fact]
    public void A_table_must_be_told_what_its_numbers_are()
    {
        var error = Assert.Throws<DistillException>(() => Read("a.csv", "id,cat,dog,fox\ncat/1.png,1,0,0\n"));

        Assert.Contains("does not tell what its numbers are. Say it (AnswersOptions.Kind): counts, probabilities, logProbabilities or logits", error.Message, StringComparison.Ordinal);
        Assert.Equal([new Remedy("AnswersOptions", "Kind")], error.Remedies);
    }

    [Fact]
    public void Damaged_files_are_read_or_refused()
    {
        var originals = new (string Name, string Text)[]
        {
            ("a.jsonl", "{\"classes\": [\"cat\", \"dog\", \"fox\"]}\n{\"example\": \"cat/1.png\", \"probabilities\": [0.5, 0.25, 0.25]}\n{\"example\": \"dog/2.png\", \"logits\": {\"cat\": 1, \"dog\": 2, \"fox\": -3.5e1}}\n{\"example\": \"3\", \"counts\": {\"fox\": 3}}\n"),
            ("b.csv", "id,cat,dog,fox\ncat/1.png,1,2,0\n\"dog/2.png\",0,1,0\nfox/3.png,0,0,1e3\n"),
        };
        var view = Animals();
        for (var number = 0; number < Mutations.Count(4_000); number++)
        {
            var (name, text) = originals[number % originals.Length];
            try
            {
                var path = folder.Write(name, Mutations.Of(System.Text.Encoding.UTF8.GetBytes(text), number));
                using var teacher = AnswersTeacher.Of(AnswersFile.Read(path, new AnswersOptions { Kind = name == "b.csv" ? AnswersKind.Counts : null }), view);
                using var batch = view.Read(0, 3);
                using var targets = teacher.Targets(batch, 1);
                Assert.True(targets.LogProbabilities.isfinite().all().item<bool>());
            }
            catch (DistillException)
            {
                // The documented error.
            }
            catch (Exception error)
            {
                Assert.Fail($"mutation {number}: {error}");
            }
        }
    }

    private AnswersFile Read(string name, string text, AnswersKind? kind = null, string? map = null) =>
        AnswersFile.Read(folder.Write(name, System.Text.Encoding.UTF8.GetBytes(text)), new AnswersOptions { Kind = kind, ClassMap = map });

    private static ExampleView Animals() => new(new NamedSource(
        new ArraySource("animals", [1f, 2, 3], [0, 1, 2], ["cat", "dog", "fox"]), ["cat/1.png", "dog/2.png", "fox/3.png"]));

    private static string Refusal(Action work) => Assert.Throws<DistillException>(work).Message;

    private static double[][] Dense(ITeacher teacher, ExampleView view, double temperature)
    {
        using var batch = view.Read(0, view.Count);
        using var targets = teacher.Targets(batch, temperature);
        return Rows(targets.LogProbabilities, view.ClassNames.Count);
    }

    private static double[][] Rows(Tensor logProbabilities, int columns) => [.. logProbabilities.data<float>().ToArray().Select(value => Math.Exp(value)).Chunk(columns)];

    private static void AssertRows(double[][] expected, double[][] rows) =>
        Assert.All(expected.Zip(rows), pair => Assert.All(pair.First.Zip(pair.Second), numbers => Assert.Equal(numbers.First, numbers.Second, 4e-4)));
}

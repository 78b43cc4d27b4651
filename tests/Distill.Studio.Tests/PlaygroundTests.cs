using System.Net.Http.Json;
using System.Text.Json;
using Distill.Images;
using Distill.Jobs;
using Distill.Jobs.Datasets;
using Distill.Jobs.Predicting;
using Distill.Jobs.Teachers;
using Distill.Models;
using Distill.Teachers;
using Distill.Teachers.Foreign;

namespace Distill.Studio.Tests;

/// <summary>The page shows what the library says.</summary>
public sealed class PlaygroundTests(SampleFolder folder)
{
    private const double Tolerance = 1e-6;

    [Fact]
    public async Task A_picture_is_answered_as_predict_answers_it()
    {
        var picture = folder.TestPicture("left", 2);
        double[] temperatures = [1, 4, 20];
        using var session = PredictJob.Open(new PredictRequest
        {
            Models = [folder.File("student"), folder.File("student.onnx"), folder.File("teacher")],
            Teacher = new TeacherFiles([], EnsembleMean.Arithmetic, new ForeignTeacherOptions()),
            Inputs = [picture],
            Temperatures = temperatures,
        });
        var expected = Assert.Single(session.Read(null, CancellationToken.None));

        await using var studio = await Studio.Of(folder.Runs);
        var answer = await studio.Post("/api/predict", new { models = new[] { "student", "student.onnx", "teacher" }, file = File.ReadAllBytes(picture) });

        Assert.Equal(session.Classes, answer.GetProperty("classes").EnumerateArray().Select(name => name.GetString()!));
        var models = Logarithms(answer);
        for (var model = 0; model < 3; model++)
        {
            for (var t = 0; t < temperatures.Length; t++)
            {
                AssertClose(expected.Answers[model][t], Softened(models[model], temperatures[t]));
            }
        }
    }

    [Fact]
    public async Task The_mean_of_softened_members_is_the_ensemble_of_the_library()
    {
        using var first = new ModelTeacher(ModelFile.Load(folder.File("teacher/model.safetensors")));
        using var ensemble = new EnsembleTeacher([first, new ModelTeacher(ModelFile.Load(folder.File("second/model.safetensors")))], EnsembleMean.Arithmetic);
        var test = DataSets.Open(Path.GetFullPath(Path.Combine(folder.Runs, "..", "pictures")), new DataOptions(), new JobContext()).Test;
        using var _ = TorchSharp.torch.no_grad();
        using var batch = test.Read([5]);
        using var targets = ensemble.Targets(batch, 4);

        await using var studio = await Studio.Of(folder.Runs);
        var answer = await studio.Post("/api/predict", new { models = new[] { "teacher", "second" }, example = 5 });
        var members = Logarithms(answer).Select(member => Softened(member, 4)).ToList();

        using var probabilities = targets.LogProbabilities.exp();
        AssertClose([.. probabilities.data<float>().Select(value => (double)value)], [.. members[0].Zip(members[1], (one, other) => (one + other) / 2)]);
        Assert.Equal(test.ClassNames[(int)test.Labels()[5]], answer.GetProperty("label").GetString());
    }

    [Fact]
    public async Task Models_say_what_they_take_and_which_examples_there_are()
    {
        await using var studio = await Studio.Of(folder.Runs);
        Assert.Equal(["second", "student", "student.onnx", "teacher"], (await studio.Get("/api/models")).GetProperty("models").EnumerateArray().Select(model => model.GetProperty("id").GetString()!).Order());

        var look = await studio.Get("/api/playground?model=student.onnx&model=teacher");
        Assert.Equal("images", look.GetProperty("kind").GetString());
        Assert.Equal(SampleFolder.Side, look.GetProperty("shape").GetProperty("width").GetInt32());
        Assert.Equal((24, true), (look.GetProperty("set").GetProperty("count").GetInt32(), look.GetProperty("set").GetProperty("images").GetBoolean()));
        var png = await studio.Client.GetByteArrayAsync("/api/example.png?model=teacher&index=3");
        Assert.Equal(new byte[] { 0x89, (byte)'P', (byte)'N', (byte)'G' }, png[..4]);
    }

    [Fact]
    public async Task The_largest_divergences_come_first()
    {
        await using var studio = await Studio.Of(folder.Runs);
        var list = await studio.Post("/api/disagreements", new { teachers = new[] { "teacher", "second" }, student = "student" });

        Assert.Equal(24, list.GetProperty("examples").GetInt32());
        var divergences = list.GetProperty("most").EnumerateArray().Select(one => one.GetProperty("divergence").GetDouble()).ToList();
        Assert.Equal(divergences.OrderDescending(), divergences);
        var same = await studio.Post("/api/disagreements", new { teachers = new[] { "student" }, student = "student" });
        Assert.Equal(24, same.GetProperty("agreed").GetInt32());
        Assert.All(same.GetProperty("most").EnumerateArray(), one => Assert.Equal(0, one.GetProperty("divergence").GetDouble(), 6));
    }

    [Fact]
    public async Task Classes_are_ordered_by_cluster_and_a_pair_has_examples()
    {
        await using var studio = await Studio.Of(folder.Runs);
        var map = await studio.Post("/api/classes", new { models = new[] { "student" }, clusters = 2 });

        var classes = map.GetProperty("classes").EnumerateArray().ToList();
        Assert.Equal(["down", "left", "right", "up"], classes.Select(one => one.GetProperty("name").GetString()!).Order());
        var clusters = classes.Select(one => one.GetProperty("cluster").GetInt32()).ToList();
        Assert.Equal(2, clusters.Where((cluster, i) => i == 0 || clusters[i - 1] != cluster).Count());
        var correlation = map.GetProperty("correlation").EnumerateArray().Select(row => row.EnumerateArray().Select(value => value.GetDouble()).ToList()).ToList();
        Assert.All(Enumerable.Range(0, 4), i => Assert.Equal(1, correlation[i][i], 9));
        Assert.Equal(correlation[0][3], correlation[3][0]);

        var pair = await studio.Post("/api/classes/pair", new { models = new[] { "student" }, first = 1, second = 2 });
        Assert.Equal([("left", 6), ("right", 6)], pair.GetProperty("examples").EnumerateArray().GroupBy(one => one.GetProperty("label").GetString()!).Select(group => (group.Key, group.Count())));
    }

    [Fact]
    public async Task Specialists_say_how_they_come_to_the_answer_that_predict_gives()
    {
        using var own = new TemporaryFolder();
        folder.TrainSpecialists(own.File("team"));
        await using var studio = await Studio.Of(own.Path);
        var question = new { models = new[] { "team" }, file = File.ReadAllBytes(folder.TestPicture("left", 1)) };
        var answer = Logarithms(await studio.Post("/api/predict", question))[0];

        var found = await studio.Post("/api/specialists", question);

        var steps = found.GetProperty("combined").EnumerateArray().ToList();
        Assert.Equal(found.GetProperty("called").GetArrayLength(), steps.Count);
        var last = steps.Count > 0 ? steps[^1] : found.GetProperty("generalist");
        AssertClose(Softened(answer, 1), Softened([.. last.EnumerateArray().Select(value => value.GetDouble())], 1));
        Assert.All(found.GetProperty("called").EnumerateArray(), one => Assert.Equal(
            one.GetProperty("classes").GetArrayLength() + 1, one.GetProperty("logProbabilities").GetArrayLength()));

        await using var plain = await Studio.Of(folder.Runs);
        var refused = await plain.Client.PostAsJsonAsync("/api/specialists", new { models = new[] { "student" }, file = question.file });
        Assert.Contains("no specialists", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_classes_of_specialists_are_shown_over_a_map_of_the_same_classes_alone()
    {
        using var own = folder.WithSpecialists(["down", "left", "right", "up"], [1, 2], [0, 2, 3]);
        await using var studio = await Studio.Of(own.Path);
        var team = Assert.Single((await studio.Get("/api/models")).GetProperty("models").EnumerateArray(), model => model.GetProperty("specialists").GetBoolean());
        Assert.Equal("team", team.GetProperty("id").GetString());

        var map = await studio.Post("/api/classes", new { models = new[] { "student" }, specialists = "team" });
        Assert.Equal([[1, 2], [0, 2, 3]], map.GetProperty("sets").EnumerateArray().Select(set => set.EnumerateArray().Select(number => number.GetInt32()).ToArray()));

        using var others = folder.WithSpecialists(["a", "b", "c", "d"], [1, 2]);
        await using var second = await Studio.Of(others.Path);
        var refused = await second.Client.PostAsJsonAsync("/api/classes", new { models = new[] { "student" }, specialists = "team" });
        Assert.Contains("for other classes", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static List<double[]> Logarithms(JsonElement answer) =>
        [.. answer.GetProperty("models").EnumerateArray().Select(model => model.GetProperty("logProbabilities").EnumerateArray().Select(value => value.GetDouble()).ToArray())];

    // As the page does it.
    private static double[] Softened(double[] logarithms, double temperature)
    {
        var powers = logarithms.Select(value => Math.Exp((value - logarithms.Max()) / temperature)).ToArray();
        return [.. powers.Select(value => value / powers.Sum())];
    }

    private static void AssertClose(double[] expected, double[] found)
    {
        Assert.Equal(expected.Length, found.Length);
        Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First, pair.Second, Tolerance));
    }
}

using System.Text.Json;
using Distill.Evaluation;
using Distill.Jobs.SpecialistJobs;
using Distill.Jobs.Specialists;
using Distill.Jobs.Teachers;
using Distill.Runs;
using Distill.Runs.Results.Specialists;
using Distill.Specialists;
using Distill.Teachers;

namespace Distill.Jobs.Tests.Specialists;

public sealed class SpecialistsTeacherTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_folder_of_trained_specialists_is_a_teacher()
    {
        var run = SmallSpecialists.Trained(folder.File("run"));
        using var teacher = new TeacherFiles([run.Run.Path], EnsembleMean.Arithmetic, new()).Open(SmallSpecialists.Examples);
        Assert.Equal(1, Assert.IsType<SpecialistEnsemble>(teacher).TopClasses);
        using var wider = SpecialistsTeacher.Open(run, topClasses: 3).Teacher;
        Assert.Equal(3, Assert.IsType<SpecialistEnsemble>(wider).TopClasses);

        var opened = OpenedTeacher.At(run.Run.Path, SmallSpecialists.Examples, new());
        opened.Teacher.Dispose();
        Assert.Equal("784-24-16 with 3 specialists", opened.Description);
        Assert.Equal((784 * 24) + 24 + (24 * 16) + 16 + (3 * ((784 * 24) + 24 + (24 * 6) + 6)), opened.Parameters);
    }

    [Fact]
    public void Of_a_full_softmax_it_is_their_mean_with_the_generalist()
    {
        var run = SmallSpecialists.Trained(folder.File("run"), SmallSpecialists.Plan with { FullSoftmax = true });
        using var teacher = SpecialistsTeacher.Open(run).Teacher;
        Assert.IsType<FullSoftmaxEnsemble>(teacher);
    }

    [Fact]
    public void Every_specialist_that_is_not_whole_is_named_with_what_trains_it()
    {
        var run = SmallSpecialists.Trained(folder.File("run"));
        var stranger = SmallSpecialists.Trained(folder.File("stranger"), SmallSpecialists.Plan with { Seed = 99 });
        Directory.Delete(run.MemberPath(0), recursive: true);
        var unfinished = RunDirectory.Open(run.MemberPath(1));
        unfinished.WriteManifest(unfinished.ReadManifest().Interrupted());
        File.WriteAllText(RunDirectory.Open(run.MemberPath(2)).ModelPath, "damaged");

        var mistake = Mistake(run);

        foreach (var part in new[]
        {
            "specialist 1 is missing", $"distill specialists train {run.Run.Path} --specialist 1",
            "specialist 2 is not trained to its end", "--specialist 2",
            "specialist 3 cannot be read", $"Delete the folder {run.MemberPath(2)}", "--specialist 3",
        })
        {
            Assert.Contains(part, mistake, StringComparison.Ordinal);
        }

        Assert.Contains("is missing", Assert.Throws<DistillException>(() => OpenedTeacher.At(run.Run.Path, SmallSpecialists.Examples, new())).Message, StringComparison.Ordinal);
        Assert.NotEqual(run.Sets[0].ToArray(), stranger.Sets[0].ToArray());
    }

    [Fact]
    public void A_specialist_of_another_generalist_or_of_other_classes_is_refused()
    {
        var run = SmallSpecialists.Trained(folder.File("run"));
        var own = RunDirectory.Open(run.MemberPath(0)).ModelPath;
        var whole = File.ReadAllBytes(own);
        File.Copy(RunDirectory.Open(run.MemberPath(1)).ModelPath, own, overwrite: true);
        Assert.Contains("specialist 1 has other classes", Mistake(run), StringComparison.Ordinal);

        // The generalist's own file carries no start.
        File.Copy(run.Run.GeneralistPath, own, overwrite: true);
        Assert.Contains($"specialist 1 is of another generalist: it started from none, and the classes were assigned for {run.Assignment.Generalist.Fingerprint}", Mistake(run), StringComparison.Ordinal);

        File.WriteAllBytes(own, whole);
        SpecialistsTeacher.Open(run).Teacher.Dispose();
    }

    [Fact]
    public void A_specialist_of_another_plan_is_refused()
    {
        var run = SmallSpecialists.Trained(folder.File("run"));
        var other = SmallSpecialists.Assigned(folder.File("other"), SmallSpecialists.Plan with { Training = SmallSpecialists.Plan.Training with { BatchSize = 64 } });
        Directory.Move(Path.Combine(run.Run.Path, "members"), Path.Combine(other.Run.Path, "members"));

        Assert.Contains("specialist 1 was trained by another plan: option batchSize: 32 there, 64 now", Mistake(other), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_of_anything_else_is_no_teacher()
    {
        var mistake = Assert.Throws<DistillException>(() => OpenedTeacher.At(folder.Path, SmallSpecialists.Examples, new()));
        Assert.Contains("is a folder without model.safetensors", mistake.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_combination_is_measured_against_the_generalist()
    {
        var run = SmallSpecialists.Trained(folder.File("run"));
        using var teacher = SpecialistsTeacher.Open(run).Teacher;
        var scores = CombinationJob.Measure(run, teacher, null, SmallSpecialists.Test, new() { CancellationToken = TestContext.Current.CancellationToken });

        var errors = Evaluator.Evaluate(Predictor.Of(teacher), SmallSpecialists.Test).Metrics.Errors;
        Assert.Equal((300, 300 - errors), (scores.Examples, scores.Combined.Correct));
        Assert.Equal(scores.Combined.Correct - scores.Generalist.Correct, scores.ByCover.Sum(row => row.Change));
        Assert.Equal(scores.PairedTest.OnlyFirstWrong - scores.PairedTest.OnlySecondWrong, scores.ByCover.Sum(row => row.Change));
        Assert.Equal(300, scores.ByCover.Sum(row => row.Examples));
        Assert.Equal(scores.CoveredExamples, scores.ByCover.Where(row => row.Cover > 0).Sum(row => row.Examples));
        Assert.Equal(JsonSerializer.Serialize(scores, RunJson.Options), JsonSerializer.Serialize(CombinationScores.Read(run.Run.CombinationPath), RunJson.Options));
    }

    private static string Mistake(SpecialistsRun run) => Assert.Throws<DistillException>(() => SpecialistsTeacher.Open(run)).Message;
}
